import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct LockTests {
  @Test("a second daemon on the same state ends with 75 in under a second and names the first")
  func second() throws {
    try DaemonFixture.with("second") { fixture in
      try fixture.start()
      var fastest = 9.0
      for _ in 1...3 {
        var said = DaemonFixture.Said(status: 0, out: "", err: "")
        fastest = min(fastest, try seconds { said = try fixture.startInVain() })
        #expect(said.status == 75)
        #expect(said.err.contains("another ferryd (pid \(fixture.daemon?.pid ?? 0))"))
        #expect(said.err.contains(fixture.state))
      }
      #expect(fastest < 1)
      // Neither was the socket taken away.
      try fixture.done("status")
      #expect(fixture.stop() == 0)
    }
  }

  @Test("of twenty daemons that are started at once exactly one wins")
  func twenty() throws {
    try DaemonFixture.with("twenty") { fixture in
      let children = try (0..<20).map { try fixture.launch(log: "\(fixture.folder)/out/d\($0)") }
      let isDecided = eventually(30) { children.count { $0.isRunning } == 1 }
      #expect(isDecided)
      let losers = children.filter { !$0.isRunning }
      #expect(losers.allSatisfy { $0.status == 75 })
      #expect(try eventually(10) { try fixture.ferry("status").status == 0 })
      let pid = try fixture.ferry("status", "--json").data["Pid"].number
      #expect(pid == children.first { $0.isRunning }.map { Int($0.pid) })
    }
  }
}
