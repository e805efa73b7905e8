public import Calendar

/// Answers many questions about schedules, each a line of JSON, without a daemon.
///
/// A question is `{"expr":…,"tz":…,"from_epoch":…,"count":…}`; its answer
/// `{"next":[epoch seconds…]}`, or `{"error":…}` for a line that asks for nothing that there is.
public struct NextBatch {
  /// The rules of a zone, or why there are none.
  public typealias Zones = (String) -> Result<ZoneRules, UsageError>

  /// The most instants that one line may ask for.
  public static let largestCount: Int64 = 100_000

  private let find: Zones
  private var zones: [String: Result<ZoneRules, UsageError>] = [:]

  /// - Parameter zones: Asked once for each name.
  public init(zones: @escaping Zones) {
    find = zones
  }

  /// The line that answers a line, without its end.
  ///
  /// Members that are not known are passed over: callers keep numbers and notes of their own there.
  public mutating func answer(to line: [UInt8]) -> String {
    do throws(WireError) {
      let found = try instants(JSONFields(JSONValue.read(line)))
      return "{\"next\":[\(found.map { String($0) }.joined(separator: ","))]}"
    } catch {
      return Self.refusal(error.description)
    }
  }

  /// The line that answers what cannot be read at all.
  public static func refusal(_ reason: String) -> String {
    let json: JSONValue = ["error": .string(reason)]
    return json.text
  }

  private mutating func instants(_ fields: JSONFields) throws(WireError) -> [Int64] {
    let text = try fields.required("expr")
    let expression: CronExpression
    do {
      expression = try CronExpression(text)
    } catch {
      throw WireError(.invalid, at: "expr", error.description)
    }
    let usualZone = try fields.string("tz") ?? ZoneRules.utc.name
    let zone: ZoneRules
    switch rules(expression.zoneName ?? usualZone) {
    case .success(let rules): zone = rules
    case .failure(let error):
      if let error = CronError(zoneOf: text, error.description) {
        throw WireError(.invalid, at: "expr", error.description)
      }
      throw WireError(.invalid, at: "tz", error.description)
    }
    var instant = Instant(seconds: try begin(fields))
    let count = try fields.whole("count", of: "instants") ?? Int64(NextRequest.usualCount)
    guard count <= Self.largestCount else {
      throw WireError(.invalid, at: "count", "\(count) is more than \(Self.largestCount)")
    }
    var found: [Int64] = []
    for _ in 0..<count {
      guard let next = expression.next(after: instant, in: zone) else { break }
      found.append(next.seconds)
      instant = next
    }
    return found
  }

  /// Seconds since the epoch; a fraction is dropped.
  private func begin(_ fields: JSONFields) throws(WireError) -> Int64 {
    switch fields.value("from_epoch") {
    case .integer(let seconds): return seconds
    case .number(let seconds) where seconds.magnitude < 1e15:
      return Int64(seconds.rounded(.down))
    case nil: throw WireError(.missing, at: "from_epoch", "has to be given")
    default: throw WireError(.invalid, at: "from_epoch", "is no number of seconds")
    }
  }

  private mutating func rules(_ name: String) -> Result<ZoneRules, UsageError> {
    let known = zones[name] ?? find(name)
    // Names that are wrong are as good as endless, zones are not.
    if case .success = known { zones[name] = known }
    return known
  }
}
