public import Migration

/// The wish for a new token.
public struct TokenRequest: Hashable, Sendable {
  /// The name; checked by `Name`.
  public var name: String
  /// What its holder may do.
  public var role: Role
  /// How long it holds, in microseconds; nil for ever.
  public var lifetime: Int64?

  /// A wish.
  public init(name: String, role: Role, lifetime: Int64?) {
    self.name = name
    self.role = role
    self.lifetime = lifetime
  }

  /// How long a token holds of which nothing else is said: 90 days, in microseconds.
  public static let usualLifetime: Int64 = 90 * 86_400 * 1_000_000

  /// The request's body.
  public var json: JSONValue {
    [
      "Name": .string(name), "Role": .string(role.rawValue),
      "Lifetime": .string(lifetime.map { DurationText.text(microseconds: $0) } ?? "never"),
    ]
  }

  /// Reads and checks a request's body.
  ///
  /// - Throws: `MissingArgument` or `InvalidArgument` with the field.
  public init(json: JSONValue) throws(Refusal) {
    do throws(WireError) {
      let fields = try JSONFields(json, known: ["Name", "Role", "Lifetime"])
      name = try fields.required("Name")
      if let problem = Name.problem(with: name) {
        throw WireError(.invalid, at: "Name", problem)
      }
      let word = try fields.required("Role")
      guard let role = Role(rawValue: word) else {
        let words = Role.allCases.map(\.rawValue)
        throw WireError(
          .invalid, at: "Role",
          "'\(word.prefix(60))' is not allowed; allowed: \(words.joined(separator: ", "))"
            + Nearest.hint(for: word, among: words))
      }
      self.role = role
      lifetime = try Self.lifetime(fields)
    } catch {
      throw error.refusal
    }
  }

  private static func lifetime(_ fields: JSONFields) throws(WireError) -> Int64? {
    let text = try fields.text("Lifetime")
    if text.isEmpty { return usualLifetime }
    if text == "never" { return nil }
    guard let time = try fields.duration("Lifetime"), time > 0 else {
      throw WireError(.invalid, at: "Lifetime", "'0' is no time; allowed: 90d, 12h, never")
    }
    return time
  }
}
