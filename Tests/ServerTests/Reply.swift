import Wire

/// An answer as a client reads it.
struct Reply {
  let status: Int
  /// By name in lower case.
  let headers: [String: String]
  var body = ""

  init(head: String) throws {
    var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)[...]
    let words = lines.removeFirst().split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      throw ClientError("no status line: \(head.prefix(80))")
    }
    self.status = status
    var headers: [String: String] = [:]
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else { throw ClientError("no header: \(line)") }
      headers[line[..<colon].lowercased()] = String(
        line[line.index(after: colon)...].drop { $0 == " " })
    }
    self.headers = headers
  }

  var contentLength: Int { headers["content-length"].flatMap { Int($0) } ?? 0 }

  var requestID: String { headers["x-oss-request-id"] ?? "" }

  /// The refusal in the body.
  func refusal() throws -> RefusalView {
    try RefusalView(json: JSONValue.read(Array(body.utf8)))
  }
}
