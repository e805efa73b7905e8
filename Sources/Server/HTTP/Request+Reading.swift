internal import Migration
internal import Wire

extension Request {
  /// The body as JSON.
  ///
  /// - Throws: `MissingArgument` if there is none, `InvalidArgument` if it is no JSON.
  func json() throws(Refusal) -> JSONValue {
    do {
      return try JSONValue.read(body)
    } catch {
      throw error.refusal
    }
  }

  /// The query as Wire's shapes read it.
  var queryPairs: [(name: String, value: String)] {
    query.map { ($0.name, $0.value) }
  }

  /// Refuses a query where none is read, so that a misplaced wish is not passed over.
  func refuseQuery() throws(Refusal) {
    guard let first = query.first else { return }
    throw Refusal(
      .invalidArgument, "\(first.name.prefix(40)): this request takes no query parameters")
  }
}
