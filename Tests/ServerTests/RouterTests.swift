import Migration
import Server
import Testing
import Wire

@Suite struct RouterTests {
  private static let router = Router(
    [
      Route("GET", "/a/{name}") { _, names throws(Refusal) in
        Response(status: 200, body: Array(names["name", default: ""].utf8))
      },
      Route("DELETE", "/a/{name}") { _, _ throws(Refusal) in .gone },
      Route("GET", "/a/{name}/b/{other}") { _, names throws(Refusal) in
        .json(.array(names.sorted { $0.key < $1.key }.map { .string("\($0.key)=\($0.value)") }))
      },
      Route("POST", "/fail") { _, _ throws(Refusal) in throw Refusal(.jobLimit, "enough") },
    ]
  ) { request, _ throws(Refusal) in
    guard request.caller.name == "uid:0" else { throw Refusal(.accessDenied, "root only") }
  }

  @Test("a path finds its route and its method, or is told what there is")
  func routes() {
    let cases: [(String, [String], userID: UInt32, status: Int, allow: String?)] = [
      ("GET", ["a", "x"], 0, 200, nil),
      ("HEAD", ["a", "x"], 0, 200, nil),
      ("DELETE", ["a", "x"], 0, 204, nil),
      ("PUT", ["a", "x"], 0, 405, "GET, HEAD, DELETE"),
      ("GET", ["fail"], 0, 405, "POST"),
      ("POST", ["fail"], 0, 400, nil),
      ("GET", ["a", ""], 0, 404, nil),
      ("GET", ["a"], 0, 404, nil),
      ("GET", [], 0, 404, nil),
      ("GET", ["A", "x"], 0, 404, nil),
      ("GET", ["a", "x", "b", "y"], 0, 200, nil),
      // The gate is behind the table: who may not enter still learns what is not there.
      ("GET", ["a", "x"], 1, 403, nil),
      ("PUT", ["a", "x"], 1, 405, "GET, HEAD, DELETE"),
      ("GET", ["b"], 1, 404, nil),
    ]
    for (method, path, userID, status, allow) in cases {
      let response = RouterTests.router.respond(
        to: Request(
          id: "ID", method: method, path: path,
          caller: .local(Peer(userID: userID, groupID: 0, processID: 1))))
      #expect(response.status == status, "\(method) \(path)")
      #expect(response.headers.first { $0.name == "Allow" }?.value == allow, "\(method) \(path)")
    }
  }

  @Test("a route's parameters are what stands in the path")
  func parameters() {
    let response = RouterTests.router.respond(
      to: Request(
        id: "ID", method: "GET", path: ["a", "b/c", "b", "{name}"],
        caller: .local(Peer(userID: 0, groupID: 0, processID: 1))))
    #expect(String(decoding: response.body, as: UTF8.self) == #"["name=b/c","other={name}"]"#)
  }
}
