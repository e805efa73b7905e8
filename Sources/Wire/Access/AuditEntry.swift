public import Calendar

/// A request that was to change something, as the daemon tells it.
public struct AuditEntry: WireShape {
  /// Its number: later ones are greater.
  public var id: Int64
  /// When it was answered.
  public var time: Instant?
  /// Who asked: `uid:1000`, `key:backup`, `token:grafana`.
  public var caller: String
  /// The word for what the caller may do.
  public var role: String
  /// From where: an address, or `pid:1234`.
  public var place: String
  /// What was asked for, such as `CreateJob`.
  public var action: String
  /// The name of the job or the like; empty where none is known.
  public var subject: String
  /// `done`, or the refusal's code.
  public var outcome: String
  /// The request's ID.
  public var requestID: String

  /// The entry with all its fields.
  public init(
    id: Int64, time: Instant?, caller: String, role: String, place: String, action: String,
    subject: String, outcome: String, requestID: String
  ) {
    self.id = id
    self.time = time
    self.caller = caller
    self.role = role
    self.place = place
    self.action = action
    self.subject = subject
    self.outcome = outcome
    self.requestID = requestID
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Id": .integer(id),
      "Time": .string(ISOTime.text(time)),
      "Caller": .string(caller),
      "Role": .string(role),
      "Place": .string(place),
      "Action": .string(action),
      "Subject": .string(subject),
      "Outcome": .string(outcome),
      "RequestId": .string(requestID),
    ]
  }

  /// Reads the entry as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    id = try fields.integer("Id")
    time = try fields.instant("Time")
    caller = try fields.text("Caller")
    role = try fields.text("Role")
    place = try fields.text("Place")
    action = try fields.text("Action")
    subject = try fields.text("Subject")
    outcome = try fields.text("Outcome")
    requestID = try fields.text("RequestId")
  }
}
