internal import Migration
internal import Wire

/// The interface of Alibaba Cloud's Data Online Migration, version 2024-06-26: XML in, XML out.
///
/// What comes in becomes the JSON of the native interface, so that each rule stands in one place;
/// what goes out is the native answer with the vendor's fields only.
public struct MgwAPI: Sendable {
  let port: any ControlPort
  let records: any MgwPort
  let policy: AccessPolicy
  private let record: Router.Recorder

  /// An interface to a port.
  ///
  /// - Parameters:
  ///   - port: What is asked about addresses and jobs.
  ///   - records: What is asked beyond that.
  ///   - policy: Who may do what.
  ///   - record: Is told of changes.
  public init(
    port: any ControlPort, records: any MgwPort, policy: AccessPolicy,
    record: @escaping Router.Recorder = { _ in }
  ) {
    self.port = port
    self.records = records
    self.policy = policy
    self.record = record
  }

  /// The table of its routes, with the policy before each of them.
  public var router: Router {
    Router(
      addressRoutes + jobRoutes + reportRoutes + agentRoutes + tunnelRoutes,
      gate: { [policy] request, role throws(Refusal) in
        try policy.check(request.caller, needs: role)
      }, record: record, form: { .refusedXML($0, requestID: $1) })
  }
}

extension Request {
  /// The body as the JSON that the native interface would have been sent.
  ///
  /// - Parameters:
  ///   - root: The name of its root.
  ///   - shape: What it holds.
  /// - Throws: `MissingArgument` if there is none, `InvalidArgument` if it is another document.
  func xml(_ root: String, _ shape: XMLShape) throws(Refusal) -> JSONValue {
    guard !body.isEmpty else {
      throw Refusal(.missingArgument, "The request's body is empty; <\(root)> has to be there.")
    }
    let element = try XMLReader.read(body)
    guard element.name == root else {
      throw Refusal(
        .invalidArgument,
        "The root of the request's body is <\(element.name.prefix(60))>, not <\(root)>.")
    }
    do {
      return try shape.json(of: element)
    } catch {
      throw error.refusal
    }
  }

  /// Whether the query has a name, with a value or without.
  func asks(for name: String) -> Bool {
    query.contains { $0.name == name }
  }

  /// The query without a name that only tells what is asked for.
  func queryPairs(without name: String) -> [(name: String, value: String)] {
    queryPairs.filter { $0.name != name }
  }
}

extension JSONValue {
  /// The object with a member, which takes the place of one of the same name.
  func setting(_ name: String, _ value: JSONValue) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { $0.name != name } + [JSONMember(name, value)])
  }

  /// The object without a member.
  func removing(_ name: String) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { $0.name != name })
  }

  /// The text, if it is text.
  var plainText: String? {
    if case .string(let text) = self { text } else { nil }
  }
}
