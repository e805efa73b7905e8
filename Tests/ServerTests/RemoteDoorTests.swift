import Calendar
import Migration
import Server
import Synchronization
import Testing
import Wire

@Suite struct RemoteDoorTests {
  /// The moment after the last recorded request.
  private static let then = Instant(seconds: 1_795_268_660)

  /// A door over ports that remember, and what they were asked.
  private struct Fixture {
    let control = FakeControlPort()
    let records = FakeMgwPort()
    let access: FakeAccessPort
    let door: RemoteDoor

    init(
      at time: Instant = RemoteDoorTests.then, role: Role = .admin,
      record: @escaping Router.Recorder = { _ in }
    ) {
      access = FakeAccessPort(at: time, role: role)
      let policy = AccessPolicy(ownUserID: 0, adminGroupID: nil)
      door = RemoteDoor(
        native: NativeAPI(port: control, policy: policy, record: record),
        mgw: MgwAPI(port: control, records: records, policy: policy, record: record),
        access: access, started: Instant(seconds: 0))
    }

    /// The calls that a request came to, and its answer.
    func answer(_ sent: RecordedRequests.Sent, headers: [Header]? = nil) -> Response {
      door.respond(to: RemoteDoorTests.request(sent, headers: headers))
    }
  }

  private static func request(
    _ sent: RecordedRequests.Sent, headers: [Header]? = nil, target: String? = nil,
    body: [UInt8]? = nil
  ) -> Request {
    // Scheme and host go before a path that a proxy was asked for.
    var target = target ?? sent.target
    if target.hasPrefix("http://") { target = "/job/job-1" }
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    let query = parts.count > 1 ? parts[1] : ""
    return Request(
      id: "0123456789ABCDEF01234567", method: sent.method,
      path: parts[0].dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        .map(String.init),
      query: query.split(separator: "&").map { pair in
        let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = halves.count > 1 ? String(halves[1]).replacing("+", with: " ") : ""
        return QueryItem(
          name: String(halves[0]),
          value: value.replacing("%2F", with: "/").replacing("%2B", with: "+"))
      }, body: body ?? sent.body, headers: headers ?? sent.headers, rawPath: parts[0],
      caller: .unknown(address: "127.0.0.1"))
  }

  @Test("every recorded request of the vendor's client is let in and understood")
  func recorded() throws {
    let recorded = try RecordedRequests()
    #expect(recorded.all.count == 48)
    // What the service refuses, and why; all others are done.
    let refused: [String: (code: String, words: String)] = [
      "CreateAddress": ("InvalidArgument", "Role"),
      "CreateAddress (s3)": ("InvalidArgument", "Bucket"),
      "CreateAddress (inv)": ("InvalidArgument", "AddressDetail"),
      "CreateJob (all fields)": ("InvalidArgument", "CreateReport"),
      "CreateReport": ("NotImplemented", "Reports"),
      "GetAddress": ("NoSuchImportAddress", "addr-1"),
      "variant: signature_version=v1": ("AccessDenied", "OSS4-HMAC-SHA256"),
      "variant: signature_version=v2": ("AccessDenied", "OSS4-HMAC-SHA256"),
      "variant: CreateJob with non-ASCII regex": ("MissingArgument", "SrcAddress"),
      "variant: CreateJob with empty filter containers": ("MissingArgument", "SrcAddress"),
      "variant: CreateJob without import_job": ("MissingArgument", "ImportJob"),
    ]
    for sent in recorded.all {
      let fixture = Fixture(at: sent.time ?? Self.then)
      let response = fixture.answer(sent)
      let body = String(decoding: response.body, as: UTF8.self)
      if let (code, words) = refused[sent.operation] {
        #expect(response.refusal?.code.word == code, "\(sent.operation): \(body)")
        #expect(body.contains(words), "\(sent.operation): \(body)")
        #expect(body.contains("<Error><Code>\(code)</Code><Message>"), "\(body)")
      } else {
        #expect((200...204).contains(response.status), "\(sent.operation): \(body)")
        #expect(sent.method == "GET" ? !body.isEmpty : body.isEmpty, "\(sent.operation): \(body)")
      }
      #expect(response.caller == nil || response.caller?.name == "key:sdk", "\(sent.operation)")
    }
  }

  @Test("a change of anything that is signed, of the body, or of the key is noticed")
  func tampering() throws {
    let recorded = try RecordedRequests().all.filter {
      $0.time != nil && $0.target.hasPrefix("/")
    }
    for sent in recorded {
      let time = sent.time ?? Self.then
      func code(_ request: Request, at now: Instant = time) -> String? {
        Fixture(at: now).door.respond(to: request).refusal?.code.word
      }
      func changed(_ name: String, _ value: String) -> [Header] {
        sent.headers.map { $0.name == name ? Header(name, value) : $0 }
      }
      let authorization = sent.headers.first { $0.name == "authorization" }?.value ?? ""
      #expect(
        code(Self.request(sent, target: sent.target + "x")) == "SignatureDoesNotMatch",
        "\(sent.operation)")
      #expect(
        code(
          Self.request(
            sent, headers: changed("authorization", String(authorization.dropLast()) + "!")))
          == "SignatureDoesNotMatch")
      #expect(
        code(
          Self.request(
            sent,
            headers: changed(
              "authorization", authorization.replacing("LTAI-EXAMPLE-AK", with: "OTHER"))))
          == "InvalidAccessKeyId")
      #expect(
        code(Self.request(sent, headers: sent.headers + [Header("x-oss-more", "1")]))
          == "SignatureDoesNotMatch")
      #expect(
        code(Self.request(sent, headers: sent.headers.filter { $0.name != "authorization" }))
          == "AccessDenied")
      #expect(
        code(Self.request(sent, headers: sent.headers.filter { $0.name != "x-oss-date" }))
          == "AccessDenied")
      for seconds in [901, -901] as [Int64] {
        let now = Instant(seconds: time.seconds + seconds)
        #expect(code(Self.request(sent), at: now) == "RequestTimeTooSkewed", "\(sent.operation)")
      }
      if sent.headers.contains(where: { $0.name == "content-md5" }) {
        #expect(
          code(Self.request(sent, body: sent.body + [0x20])) == "InvalidDigest",
          "\(sent.operation)")
      }
    }
  }

  @Test("a change is made once for each signature; one that was refused may come again at once")
  func replays() throws {
    let recorded = try RecordedRequests().all
    let start = try #require(recorded.first { $0.operation == "UpdateJob start" })
    let look = try #require(recorded.first { $0.operation == "GetJob" })
    let bad = try #require(recorded.first { $0.operation == "CreateReport" })
    let time = try #require(start.time)
    let fixture = Fixture(at: time)
    #expect(fixture.answer(start).status == 200)
    #expect(fixture.answer(start).refusal?.code.word == "AccessDenied")
    fixture.access.now = Instant(seconds: time.seconds + 899)
    #expect(fixture.answer(start).refusal?.code.word == "AccessDenied")
    #expect(fixture.control.calls.filter { $0.hasPrefix("updateJob") }.count == 1)
    fixture.access.now = time
    for _ in 0..<3 { #expect(fixture.answer(look).status == 200) }
    for _ in 0..<3 { #expect(fixture.answer(bad).refusal?.code.word == "NotImplemented") }
    fixture.access.now = Instant(seconds: time.seconds + 10)
    #expect(fixture.answer(bad).refusal?.code.word == "AccessDenied")
  }

  @Test("a change that was signed before the service began is not taken: it may be an old one")
  func beforeStart() throws {
    let recorded = try RecordedRequests().all
    let start = try #require(recorded.first { $0.operation == "UpdateJob start" })
    let look = try #require(recorded.first { $0.operation == "GetJob" })
    let time = try #require(start.time)
    let policy = AccessPolicy(ownUserID: 0, adminGroupID: nil)
    let (control, records) = (FakeControlPort(), FakeMgwPort())
    let door = RemoteDoor(
      native: NativeAPI(port: control, policy: policy),
      mgw: MgwAPI(port: control, records: records, policy: policy),
      access: FakeAccessPort(at: time), started: Instant(seconds: time.seconds + 1))
    let refusal = door.respond(to: Self.request(start)).refusal
    #expect(refusal?.code.word == "RequestTimeTooSkewed")
    #expect(refusal?.message.contains("before this service was started") == true)
    #expect(door.respond(to: Self.request(look)).status == 200)
  }

  @Test("a key does what its role allows, and what it was refused is recorded as well")
  func roles() throws {
    let recorded = try RecordedRequests().all
    let cases: [(operation: String, least: Role, action: String?)] = [
      ("GetJob", .viewer, nil), ("ListAddress", .viewer, nil), ("GetAgentStatus", .viewer, nil),
      ("VerifyAddress", .operator, nil), ("UpdateJob start", .operator, "UpdateJob"),
      ("UpdateJob qos", .operator, "UpdateJob"), ("CreateJob (minimal)", .admin, "CreateJob"),
      ("DeleteJob", .admin, "DeleteJob"), ("CreateTunnel", .admin, "CreateTunnel"),
      ("UpdateAddress", .admin, "UpdateAddress"), ("CreateAgent", .admin, "CreateAgent"),
    ]
    for (operation, least, action) in cases {
      let sent = try #require(recorded.first { $0.operation == operation })
      for role in Role.allCases {
        let changes = Mutex<[ChangeRecord]>([])
        let fixture = Fixture(at: sent.time ?? Self.then, role: role) { change in
          changes.withLock { $0.append(change) }
        }
        let response = fixture.answer(sent)
        #expect(
          (response.refusal?.code.word == "AccessDenied") == (role < least),
          "\(operation) as \(role): \(String(decoding: response.body, as: UTF8.self))")
        let seen = changes.withLock { $0 }
        #expect(seen.map(\.action) == (action.map { [$0] } ?? []), "\(operation)")
        #expect(seen.allSatisfy { $0.caller.name == "key:sdk" && $0.caller.place == "127.0.0.1" })
        #expect(seen.allSatisfy { ($0.outcome == "AccessDenied") == (role < least) })
      }
    }
  }

  @Test("the native interface wants a token; nothing but the health is open")
  func tokens() {
    let fixture = Fixture()
    func ask(_ method: String, _ path: [String], _ authorization: String? = nil) -> Response {
      fixture.door.respond(
        to: Request(
          id: "ID", method: method, path: path,
          headers: authorization.map { [Header("authorization", $0)] } ?? [],
          rawPath: "/" + path.joined(separator: "/"), caller: .unknown(address: "::1")))
    }
    #expect(ask("GET", ["healthz"]).status == 200)
    #expect(ask("POST", ["healthz"]).status == 405)
    let jobs = ["api", "v1", "jobs"]
    for path in [jobs, ["metrics"], ["api"], ["v2", "x"]] {
      for header in [nil, "Bearer wrong", "Bearer", "Basic bG9v", "looker-token"] {
        let response = ask("GET", path, header)
        #expect(response.status == 401, "\(path) \(header ?? "")")
        #expect(response.headers.contains { $0.name == "WWW-Authenticate" })
      }
    }
    #expect(ask("GET", jobs, "Bearer looker-token").status == 200)
    #expect(ask("GET", jobs, "bearer  looker-token").caller?.name == "token:looker")
    #expect(ask("DELETE", jobs + ["j"], "Bearer looker-token").status == 403)
    #expect(ask("POST", jobs + ["j", "retry"], "Bearer looker-token").status == 403)
    #expect(ask("POST", jobs + ["j", "retry"], "Bearer runner-token").status == 200)
    #expect(ask("DELETE", jobs + ["j"], "Bearer runner-token").status == 403)
    for path in [["job", "x"], ["address", "x"], ["ui"], [""], ["report"], ["nothing"]] {
      let response = ask("GET", path, "Bearer looker-token")
      #expect(response.refusal?.code.word == "AccessDenied", "\(path)")
      #expect(response.contentType == "application/xml", "\(path)")
    }
  }
}
