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

  /// `byVersion=true`: the path names the job's version, not its name.
  func isByVersion() throws(Refusal) -> Bool {
    guard let item = query.first else { return false }
    guard query.count == 1, item.name == "byVersion" else {
      throw Refusal(.invalidArgument, "A job is read with byVersion=true or without a query.")
    }
    switch item.value.lowercased() {
    case "true": return true
    case "false", "": return false
    default:
      throw Refusal(
        .invalidArgument, "byVersion: '\(item.value.prefix(40))' is not true or false")
    }
  }
}
