public import Migration

/// What a request says about the retries of a job; nil says nothing.
///
/// On the wire `Retry` with the words of the configuration: `Auto`, `MaxDepth`, `Backoff`.
public struct RetryKnobs: Hashable, Sendable {
  /// Whether ferry makes retries by itself.
  public var isAutomatic: Bool?
  /// How many retries may follow one another.
  public var maxDepth: Int?
  /// The first and the longest wait.
  public var backoff: ClosedRange<Duration>?

  /// Knobs that say nothing.
  public init() {}

  /// Knobs that say all of a policy.
  public init(_ policy: RetryPolicy) {
    (isAutomatic, maxDepth, backoff) = (policy.isAutomatic, policy.maxDepth, policy.waits)
  }

  /// The policy with what these say.
  public func turning(_ policy: RetryPolicy) -> RetryPolicy {
    var turned = policy
    if let isAutomatic { turned.isAutomatic = isAutomatic }
    if let maxDepth { turned.maxDepth = maxDepth }
    if let backoff { turned.waits = backoff }
    return turned
  }

  static let names = ["Auto", "MaxDepth", "Backoff"]

  /// The fields that say something; nil if none does.
  var json: JSONValue? {
    var members: [JSONMember] = []
    if let isAutomatic { members.append(JSONMember("Auto", .bool(isAutomatic))) }
    if let maxDepth { members.append(JSONMember("MaxDepth", .integer(Int64(maxDepth)))) }
    if let backoff {
      var policy = RetryPolicy()
      policy.waits = backoff
      members.append(JSONMember("Backoff", .string(policy.waitsText)))
    }
    return members.isEmpty ? nil : .object(members)
  }

  init(_ fields: JSONFields) throws(WireError) {
    isAutomatic = try fields.flag("Auto")
    maxDepth = try fields.count("MaxDepth", in: RetryPolicy.depths)
    let text = try fields.text("Backoff")
    guard !text.isEmpty else { return }
    do {
      backoff = try ConfigValue.durations(text)
    } catch {
      throw WireError(.invalid, at: fields.place("Backoff"), error.description)
    }
  }
}

extension JSONFields {
  /// A whole number within a range; nil if it is not there.
  func count(_ name: String, in range: ClosedRange<Int>) throws(WireError) -> Int? {
    guard let value = value(name) else { return nil }
    guard case .integer(let number) = value, let count = Int(exactly: number),
      range.contains(count)
    else {
      throw WireError(
        .invalid, at: place(name),
        "\(value.text.prefix(40)) is not a whole number from \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    return count
  }
}
