public import Migration

/// The wish that what a job's newest run could not move is tried again.
public struct RetryRequest: Hashable, Sendable {
  /// The source's secret, empty if none is given; addresses that need none pass it over.
  public var accessSecret: String
  /// Whether the sub-job is started at once.
  public var starts: Bool

  /// A wish.
  public init(accessSecret: String = "", starts: Bool = true) {
    self.accessSecret = accessSecret
    self.starts = starts
  }

  /// The request's body; what says nothing is left out.
  public var json: JSONValue {
    var members: [JSONMember] = []
    if !accessSecret.isEmpty { members.append(JSONMember("AccessSecret", .string(accessSecret))) }
    if !starts { members.append(JSONMember("Start", false)) }
    return .object(members)
  }

  /// Reads and checks a request's body.
  ///
  /// - Throws: `InvalidArgument` with the path of the field; never with the secret.
  public init(json: JSONValue) throws(Refusal) {
    do throws(WireError) {
      let fields = try JSONFields(json, known: ["AccessSecret", "Start"])
      starts = try fields.flag("Start") ?? true
      // What is no text is not shown, as it would be elsewhere.
      switch fields.value("AccessSecret") {
      case nil: accessSecret = ""
      case .string(let text) where text.utf8.count <= Self.secretLimit: accessSecret = text
      case .string:
        throw WireError(.invalid, at: "AccessSecret", "longer than \(Self.secretLimit) bytes")
      default: throw WireError(.invalid, at: "AccessSecret", "no text")
      }
    } catch {
      throw error.refusal
    }
  }

  /// The longest secret, in bytes.
  public static let secretLimit = 4096
}

extension RetryRequest: CustomStringConvertible {
  /// The wish without its secret.
  public var description: String {
    "retry\(starts ? "" : ", not started")\(accessSecret.isEmpty ? "" : ", with a secret")"
  }
}
