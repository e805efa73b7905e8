import Glibc
import Migration
@testable import Server
import Testing
import Wire

@Suite struct NativeAPITests {
  private static let base = "/api/v1"
  private static let address =
    #"{"Name":"nas","AddressDetail":{"AddressType":"local","Prefix":"/srv/nas/"}}"#
  private static let job =
    #"{"Name":"nightly","SrcAddress":"nas","DestAddress":"usb","OverwriteMode":"always","#
    + #""TransferMode":"all"}"#

  /// Requests, what they answer, and what the port is asked for.
  private static let routes: [(String, String, String, status: Int, call: String)] = [
    ("POST", "/addresses", address, 200, "createAddress nas /srv/nas/ by uid:7"),
    ("POST", "/addresses", address, 409, "createAddress nas /srv/nas/ by uid:7"),
    ("GET", "/addresses", "", 200, "addresses 1000 after ''"),
    ("GET", "/addresses?count=3&marker=a%20b", "", 200, "addresses 3 after 'a b'"),
    ("GET", "/addresses/nas", "", 200, "address nas"),
    ("HEAD", "/addresses/nas", "", 200, "address nas"),
    ("GET", "/addresses/n%C3%BCr%2Fx", "", 404, "address nür/x"),
    (
      "PUT", "/addresses/nas", #"{"AccessId":"AK","AccessSecret":"hush"}"#, 200,
      "updateAddress nas AK *** by uid:7"
    ),
    ("POST", "/addresses/nas/verify", "", 200, "verifyAddress nas by uid:7"),
    ("DELETE", "/addresses/nas", "", 204, "deleteAddress nas by uid:7"),
    ("POST", "/jobs", job, 200, "createJob nightly by uid:7"),
    ("GET", "/jobs?all=true&parentName=p", "", 200, "jobs 1000 after '' all true of 'p'"),
    ("GET", "/jobs/j", "", 200, "job j byVersion false"),
    ("GET", "/jobs/j?byVersion=true", "", 200, "job j byVersion true"),
    ("GET", "/jobs/j/history?runtimeId=4&count=2", "", 200, "history j run 4 2"),
    ("GET", "/jobs/j/next?count=9", "", 200, "next j 9"),
    ("PATCH", "/jobs/j", #"{"Status":"IMPORT_JOB_SUSPEND"}"#, 200, "updateJob j pause by uid:7"),
    ("DELETE", "/jobs/j", "", 204, "deleteJob j by uid:7"),
    ("DELETE", "/jobs/j?cascadeDelete=true", "", 204, "deleteJob j with sub-jobs by uid:7"),
    ("POST", "/jobs/j/retry", "", 200, "retryJob j retry by uid:7"),
    (
      "POST", "/jobs/j/retry", #"{"AccessSecret":"hush","Start":false}"#, 200,
      "retryJob j retry, not started, with a secret by uid:7"
    ),
    ("GET", "/jobs/j/failures", "", 200, "failures j run 0 1000 after '' all false"),
    (
      "GET", "/jobs/j/failures?runtimeId=2&count=5&marker=a%2520%25FF&all=true", "", 200,
      #"failures j run 2 5 after 'a \xff' all true"#
    ),
    ("GET", "/jobs/j/result", "", 200, "result j run 0"),
    ("GET", "/jobs/j/result?runtimeId=3", "", 200, "result j run 3"),
    ("GET", "/jobs/j/file", "", 200, "file of job j"),
    ("GET", "/addresses/nas/file", "", 200, "file of address nas"),
    ("GET", "/status", "", 200, "status"),
    ("GET", "/health", "", 200, "health 0"),
    ("GET", "/health?maxAge=26h", "", 200, "health 93600000000"),
    ("GET", "/doctor", "", 200, "examine"),
    ("POST", "/reload", "", 200, "reload by uid:7"),
  ]

  @Test("every route asks the port for what it names, and answers with the status it promises")
  func allRoutes() throws {
    let port = FakeControlPort()
    let api = NativeAPI(port: port, policy: AccessPolicy(ownUserID: 7, adminGroupID: nil))
    for (method, target, body, status, call) in NativeAPITests.routes {
      let before = port.calls.count
      let request = try request(method, target, body)
      let response = api.router.respond(to: request)
      #expect(response.status == status, "\(method) \(target)")
      #expect(Array(port.calls.dropFirst(before)) == [call], "\(method) \(target)")
      #expect(response.contentType == "application/json")
      if method == "PATCH" { #expect(response.body == Array("{}".utf8)) }
      if status == 204 { #expect(response.body.isEmpty) }
    }
  }

  /// Requests that no port hears of, and the refusals they meet.
  private static let refused: [(String, String, String, code: String)] = [
    ("GET", "/nothing", "", "NoSuchResource"),
    ("GET", "/jobs/", "", "NoSuchResource"),
    ("GET", "/jobs/a/b/c", "", "NoSuchResource"),
    ("PUT", "/jobs/a", "", "MethodNotAllowed"),
    ("get", "/jobs/a", "", "MethodNotAllowed"),
    ("GET", "/jobs?count=0", "", "InvalidArgument"),
    ("GET", "/jobs?cuont=1", "", "InvalidArgument"),
    ("GET", "/jobs?count=1&count=2", "", "InvalidArgument"),
    ("GET", "/jobs/a?byVersion=maybe", "", "InvalidArgument"),
    ("GET", "/jobs/a?x=1", "", "InvalidArgument"),
    ("GET", "/status?x=1", "", "InvalidArgument"),
    ("GET", "/health?maxAge=soon", "", "InvalidArgument"),
    ("GET", "/doctor?x=1", "", "InvalidArgument"),
    ("GET", "/jobs/j/file?x=1", "", "InvalidArgument"),
    ("GET", "/reload", "", "MethodNotAllowed"),
    ("POST", "/reload?x=1", "", "InvalidArgument"),
    ("POST", "/jobs", "", "MissingArgument"),
    ("POST", "/jobs", "{", "InvalidArgument"),
    ("POST", "/jobs", #"{"Nmae":"x"}"#, "InvalidArgument"),
    ("PATCH", "/jobs/a", "{}", "InvalidArgument"),
    ("DELETE", "/jobs/a?force=true", "", "InvalidArgument"),
    ("DELETE", "/jobs/a?cascadeDelete=maybe", "", "InvalidArgument"),
    ("POST", "/jobs/a/retry?now=1", "", "InvalidArgument"),
    ("POST", "/jobs/a/retry", #"{"AccessSecret":5}"#, "InvalidArgument"),
    ("POST", "/jobs/a/retry", #"{"Star":true}"#, "InvalidArgument"),
    ("POST", "/jobs/a/retry", "[]", "InvalidArgument"),
    ("GET", "/jobs/a/retry", "", "MethodNotAllowed"),
    ("GET", "/jobs/a/failures?count=1001", "", "InvalidArgument"),
    ("GET", "/jobs/a/failures?marker=%25zz", "", "InvalidArgument"),
    ("GET", "/jobs/a/failures?runtimeId=x", "", "InvalidArgument"),
    ("GET", "/jobs/a/result?count=1", "", "InvalidArgument"),
  ]

  @Test("what is malformed or unknown is refused before the port hears of it")
  func refusals() throws {
    let port = FakeControlPort()
    let api = NativeAPI(port: port, policy: AccessPolicy(ownUserID: 7, adminGroupID: nil))
    for (method, target, body, code) in NativeAPITests.refused {
      let response = api.router.respond(to: try request(method, target, body))
      let view = try RefusalView(json: JSONValue.read(response.body))
      #expect(view.code == code, "\(method) \(target) \(body)")
      #expect(view.requestId == "ID")
    }
    #expect(port.calls.isEmpty)
  }

  @Test("a viewer may look and is told who may do more")
  func viewer() throws {
    let port = FakeControlPort()
    let api = NativeAPI(port: port, policy: AccessPolicy(ownUserID: 7, adminGroupID: 30))
    for (method, target, body, status, _) in NativeAPITests.routes {
      let request = try request(method, target, body, userID: 1000)
      let response = api.router.respond(to: request)
      if method == "GET" || method == "HEAD" {
        #expect(response.status == status || response.status == 404, "\(method) \(target)")
      } else {
        #expect(response.status == 403, "\(method) \(target)")
        let view = try RefusalView(json: JSONValue.read(response.body))
        #expect(view.code == "AccessDenied")
        #expect(view.message.contains("group \"ferry\" (30)"))
      }
    }
    #expect(port.calls.allSatisfy { !$0.contains(" by ") })
  }

  @Test("over a socket: a job is asked for, an unknown path and method are JSON")
  func overSocket() throws {
    let policy = AccessPolicy(ownUserID: getuid(), adminGroupID: nil)
    let router = NativeAPI(port: FakeControlPort(), policy: policy).router
    try withServer(handler: router.respond(to:)) { path, _ in
      let client = try Client(path)
      let made = try client.ask("POST", "/api/v1/addresses", body: NativeAPITests.address)
      #expect(made.status == 200)
      #expect(made.headers["content-type"] == "application/json")
      #expect(try AddressView(json: JSONValue.read(Array(made.body.utf8))).name == "nas")
      let unknown = try client.ask("GET", "/api/v2")
      #expect(unknown.status == 404)
      #expect(try unknown.refusal().requestId == unknown.requestID)
      let wrong = try client.ask("DELETE", "/api/v1/jobs")
      #expect(wrong.status == 405)
      #expect(wrong.headers["allow"] == "GET, HEAD, POST")
      let gone = try client.ask("DELETE", "/api/v1/addresses/nas")
      #expect(gone.status == 204)
      #expect(gone.requestID.count == 24)
      let missing = try client.ask("GET", "/api/v1/addresses/nas")
      #expect(try missing.refusal().code == "NoSuchImportAddress")
    }
  }

  private func request(
    _ method: String, _ target: String, _ body: String, userID: UInt32 = 7
  ) throws -> Request {
    let target = try RequestTarget(Array((NativeAPITests.base + target).utf8))
    return Request(
      id: "ID", method: method, path: target.path, query: target.query, body: Array(body.utf8),
      caller: .local(Peer(userID: userID, groupID: 100, processID: 1)))
  }
}
