public import Migration

/// The wish for a new agent's record.
public struct AgentRequest: Hashable, Sendable {
  /// The name; checked by `Name`.
  public var name: String
  /// The tunnel that it is to use.
  public var tunnelID: String
  /// `public` or `vpc`.
  public var endpoint: String
  /// `default`.
  public var deployMethod: String
  /// `K1:V1,K2:V2`, or empty.
  public var tags: String

  /// A wish, not checked yet.
  public init(
    name: String, tunnelID: String, endpoint: String, deployMethod: String = "default",
    tags: String = ""
  ) {
    self.name = name
    self.tunnelID = tunnelID
    self.endpoint = endpoint
    self.deployMethod = deployMethod
    self.tags = tags
  }

  /// The request's body.
  public var json: JSONValue {
    [
      "Name": .string(name), "TunnelId": .string(tunnelID), "AgentEndpoint": .string(endpoint),
      "DeployMethod": .string(deployMethod), "Tags": .string(tags),
    ]
  }

  /// Reads and checks a request's body.
  ///
  /// - Throws: `MissingArgument` or `InvalidArgument` with the field.
  public init(json: JSONValue) throws(Refusal) {
    do throws(WireError) {
      let fields = try JSONFields(
        json, known: ["Name", "TunnelId", "AgentEndpoint", "DeployMethod", "Tags"])
      name = try fields.required("Name")
      if let problem = Name.problem(with: name) {
        throw WireError(.invalid, at: "Name", problem)
      }
      tunnelID = try fields.required("TunnelId")
      endpoint = try Self.word(fields, "AgentEndpoint", ["public", "vpc"])
      deployMethod = try Self.word(fields, "DeployMethod", ["default"])
      tags = try fields.tags()
    } catch {
      throw error.refusal
    }
  }

  private static func word(
    _ fields: JSONFields, _ name: String, _ words: [String]
  ) throws(WireError) -> String {
    let word = try fields.required(name)
    guard words.contains(word) else {
      throw WireError(
        .invalid, at: name,
        "'\(word.prefix(60))' is not allowed; allowed: \(words.joined(separator: ", "))")
    }
    return word
  }
}
