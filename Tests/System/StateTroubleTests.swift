import Foundation
import SQLite
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct StateTroubleTests {
  /// What the manager is told of the state of a daemon with a watchdog of two seconds.
  private static let watchdog = "2000000"

  @Test("a state that another process has locked is told, and the watchdog is fed all the while")
  func locked() throws {
    try DaemonFixture.with("locked") { fixture in
      try fixture.makePair()
      let manager = try Manager(path: fixture.folder + "/notify")
      fixture.environment = [
        "NOTIFY_SOCKET": fixture.folder + "/notify", "WATCHDOG_USEC": Self.watchdog,
      ]
      try fixture.start()
      do {
        let other = try Database(fixture.database, .existing)
        try other.execute("BEGIN IMMEDIATE")
        let isTold = eventually(5) {
          manager.hear().contains { $0.hasPrefix("STATUS=Another process has locked the state") }
        }
        #expect(isTold)
        manager.forget()
        // Twice the limit: never longer than that without a sign of life.
        let isFed = eventually(8) { manager.hear().count { $0 == "WATCHDOG=1" } >= 6 }
        #expect(isFed)
        let status = try fixture.ferry("status", "--json").data["Attention"][0]
        #expect(status["JobName"].text == "state")
        #expect(status["Message"].text.contains("locked"))
        let said = try fixture.ferry("start-job", "job", "--json")
        #expect(said.json["ErrorCode"].text == "ServiceUnavailable", "\(said)")
        #expect(said.json["ErrorMsg"].text.contains("another process has locked the state"))
        try other.execute("ROLLBACK")
      }
      #expect(eventually(5) { manager.hear().contains("STATUS=Idle") })
      try fixture.done("start-job", "job", "--wait")
      let log = try Texts.read(fixture.log)
      #expect(
        log.components(separatedBy: "error the state cannot be written").count == 2, "told once")
      #expect(fixture.stop() == 0)
    }
  }

  @Test(
    "with little space no run begins; on a full disk the reserve records what goes on",
    .enabled(if: System.isRoot, System.needsRoot))
  func space() throws {
    try DaemonFixture.with("space") { fixture in
      try fixture.makePair(job: "slow", "[Throttle]\nMaxQPS=5")
      try fixture.writeJob("job", from: "src", to: "dst")
      for number in 0..<40 {
        try Tree.write(fixture.folder + "/source", Array("f\(number)".utf8), [1])
      }
      try Texts.write("[Daemon]\nMinFreeSpace=20M\n", to: fixture.etc + "/ferryd.conf")
      let manager = try Manager(path: fixture.folder + "/notify")
      fixture.environment = [
        "NOTIFY_SOCKET": fixture.folder + "/notify", "WATCHDOG_USEC": Self.watchdog,
      ]
      let disk = try fixture.makeFolder("small")
      let mounted = try fixture.run(
        ["/usr/bin/mount", "-t", "tmpfs", "-o", "size=48m", "ferry-test", disk])
      try #require(mounted.status == 0, "\(mounted)")
      defer {
        fixture.kill()
        _ = try? fixture.run(["/usr/bin/umount", "-l", disk])
      }
      fixture.state = disk + "/state"
      try fixture.start()
      #expect(eventually(5) { access(disk + "/state/reserve", F_OK) == 0 })
      try fixture.done("start-job", "slow")
      #expect(try fixture.wait(for: "DOING", of: "slow"))
      fill(disk, leaving: 15 << 20)
      let isTold = eventually(5) {
        manager.hear().contains { $0.hasPrefix("STATUS=Only ") && $0.contains("MinFreeSpace=") }
      }
      #expect(isTold)
      try fixture.done("start-job", "job")
      fill(disk, leaving: 0)
      #expect(try fixture.wait(for: "FINISHED", of: "slow"), "what goes on goes on")
      #expect(try fixture.newest("slow")["CopiedCount"].number == 40)
      #expect(try fixture.status("job") == "LAUNCHING")
      manager.forget()
      #expect(eventually(8) { manager.hear().count { $0 == "WATCHDOG=1" } >= 6 })
      for name in ["filler-0", "filler-\(15 << 20)"] { unlink("\(disk)/\(name)") }
      #expect(try fixture.wait(for: "FINISHED", of: "job"))
      #expect(eventually(15) { access(disk + "/state/reserve", F_OK) == 0 })
      #expect(try fixture.ferry("status", "--json").data["Attention"].array.isEmpty)
      #expect(fixture.stop() == 0)
    }
  }

  private func fill(_ disk: String, leaving rest: UInt64) {
    let file = open("\(disk)/filler-\(rest)", O_WRONLY | O_CREAT, 0o600)
    defer { close(file) }
    let block = [UInt8](repeating: 7, count: 4_096)
    var facts = statvfs()
    while statvfs(disk, &facts) == 0, UInt64(facts.f_bavail) * UInt64(facts.f_frsize) > rest,
      write(file, block, block.count) > 0
    {}
  }
}
