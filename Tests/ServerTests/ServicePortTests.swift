import Foundation
import Migration
import Testing

@testable import Server

@Suite struct ServicePortTests {
  @Test("a viewer reads the figures and gets no backup; an admin gets it, whole and once")
  func roles() throws {
    let policy = AccessPolicy(ownUserID: getuid(), adminGroupID: nil)
    let api = NativeAPI(port: FakeControlPort(), policy: policy, service: FakeService())
    let viewer = Caller.local(Peer(userID: getuid() + 1_000, groupID: 100, processID: 1))
    func answer(_ method: String, _ path: [String]) -> Response {
      api.router.respond(to: Request(id: "ID", method: method, path: path, caller: viewer))
    }
    #expect(answer("GET", ["metrics"]).status == 200)
    #expect(answer("POST", ["api", "v1", "backup"]).status == 403)
    #expect(answer("GET", ["api", "v1", "backup"]).status == 405)
    try withServer(handler: api.router.respond(to:)) { path, _ in
      let client = try Client(path)
      let backup = try client.ask("POST", "/api/v1/backup")
      #expect(backup.status == 200 && backup.body == String(repeating: "backup", count: 50_000))
      #expect(backup.headers["content-length"] == "300000")
      let figures = try client.ask("GET", "/metrics")
      #expect(figures.body == "ferry_jobs 1\n")
      #expect(figures.headers["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
    }
  }

  private struct FakeService: ServicePort {
    func backup(by caller: Caller) throws(Refusal) -> ResponseFile {
      let path = NSTemporaryDirectory() + "/ferry-service-\(UUID().uuidString)"
      let text = String(repeating: "backup", count: 50_000)
      _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8))
      defer { unlink(path) }
      return ResponseFile(owning: open(path, O_RDONLY), size: UInt64(text.utf8.count))
    }

    func metrics() throws(Refusal) -> [UInt8] { Array("ferry_jobs 1\n".utf8) }
  }
}
