import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct NotifyTests {
  @Test(
    "the service manager hears ready, status, watchdog and stopping; a stopped daemon is silent")
  func notify() throws {
    try DaemonFixture.with("notify") { fixture in
      try fixture.makePair("[Throttle]\nMaxQPS=2")
      for name in ["one", "two", "three", "four"] {
        try Tree.write(fixture.folder + "/source", Array(name.utf8), [1])
      }
      let manager = try Manager(path: fixture.folder + "/notify")
      fixture.environment = [
        "NOTIFY_SOCKET": fixture.folder + "/notify", "WATCHDOG_USEC": "400000",
      ]
      try fixture.startUnwaited()
      let isReady = eventually(20) { manager.hear().contains("READY=1") }
      #expect(isReady)
      // At once: whoever waits for READY=1 finds the door open.
      try fixture.done("status")
      #expect(manager.heard.contains("STATUS=Idle"))
      #expect(manager.heard.contains("STATUS=Reading the state"))
      #expect(!manager.heard.contains("STOPPING=1"))

      // Twice within its time limit it has to say that it is alive.
      manager.forget()
      #expect(eventually(5) { manager.hear().count { $0 == "WATCHDOG=1" } >= 5 })
      try fixture.done("start-job", "job")
      #expect(eventually(5) { manager.hear().contains("STATUS=1 run going on") })
      #expect(try fixture.wait(for: "FINISHED"))
      #expect(eventually(5) { manager.hear().last { $0 != "WATCHDOG=1" } == "STATUS=Idle" })

      fixture.daemon?.send(SIGSTOP)
      usleep(50_000)
      _ = manager.hear()
      manager.forget()
      #expect(!eventually(1.2) { !manager.hear().isEmpty })
      fixture.daemon?.send(SIGCONT)
      #expect(eventually(5) { manager.hear().contains("WATCHDOG=1") })

      for mistake in ["", "[Daemon]\nBogus=1\n"] {
        try Texts.write(mistake, to: fixture.etc + "/ferryd.conf")
        manager.forget()
        fixture.daemon?.send(SIGHUP)
        #expect(eventually(5) { manager.hear().contains("READY=1") })
        let told = manager.heard.filter { !$0.hasPrefix("WATCHDOG") && !$0.hasPrefix("STATUS") }
        #expect(told.map { $0.prefix { $0 != "=" } } == ["RELOADING", "MONOTONIC_USEC", "READY"])
      }

      manager.forget()
      #expect(fixture.stop() == 0)
      let last = manager.hear()
      #expect(last.contains("STOPPING=1"))
      #expect(last.contains { $0.hasPrefix("STATUS=Stopping") })
    }
  }

  @Test(
    "a reload that cannot read its files holds up neither the loop nor its watchdog",
    .enabled(if: HeldFolder.isPossible, System.needsRoot))
  func deadConfiguration() throws {
    try DaemonFixture.with("dead") { fixture in
      try fixture.makePair()
      let manager = try Manager(path: fixture.folder + "/notify")
      fixture.environment = [
        "NOTIFY_SOCKET": fixture.folder + "/notify", "WATCHDOG_USEC": "400000",
      ]
      try fixture.start()
      try fixture.writeJob("fresh", from: "src", to: "dst")
      do {
        let held = try HeldFolder(fixture.etc + "/jobs.d")
        fixture.daemon?.send(SIGHUP)
        #expect(eventually(5) { manager.hear().contains("RELOADING=1") })
        manager.forget()
        #expect(eventually(5) { manager.hear().count { $0 == "WATCHDOG=1" } >= 5 })
        #expect(try seconds { try fixture.done("start-job", "job", "--wait") } < 5)
        #expect(!manager.hear().contains("READY=1"))
        _ = consume held
      }
      #expect(eventually(5) { manager.hear().contains("READY=1") })
      try fixture.done("get-job", "fresh")
    }
  }

  @Test("what comes next and what needs a hand stand in the status line")
  func status() throws {
    try DaemonFixture.with("line") { fixture in
      try fixture.makePair("[Schedule]\nStart=0 0 0 1 1 *\nTimeZone=UTC")
      try fixture.writeAddress("gone", fixture.folder + "/nowhere")
      try fixture.writeJob("broken", from: "gone", to: "dst")
      let manager = try Manager(path: fixture.folder + "/notify")
      fixture.environment = ["NOTIFY_SOCKET": fixture.folder + "/notify", "TZ": "UTC"]
      try fixture.start()
      let year = Calendar(identifier: .gregorian).component(.year, from: Date()) + 1
      let next = "next: job at \(year)-01-01 00:00:00"
      #expect(eventually(5) { manager.hear().contains("STATUS=Idle; \(next)") })
      try fixture.done("start-job", "broken")
      #expect(
        eventually(5) { manager.hear().contains("STATUS=Idle; \(next); 1 job needs attention") })
    }
  }

  @Test("a daemon that cannot start tells the manager why")
  func failure() throws {
    try DaemonFixture.with("failing") { fixture in
      let manager = try Manager(path: fixture.folder + "/notify")
      fixture.environment = ["NOTIFY_SOCKET": fixture.folder + "/notify"]
      try Texts.write("[Daemon]\nBogus=1\n", to: fixture.etc + "/ferryd.conf")
      #expect(try fixture.startInVain().status == 78)
      #expect(manager.hear().contains { $0.hasPrefix("STATUS=") && $0.contains("Bogus") })
      #expect(!manager.heard.contains("READY=1"))
    }
  }
}

/// The service manager's end: a datagram socket at a path.
final class Manager {
  private let raw: Int32
  private(set) var heard: [String] = []

  init(path: String) throws {
    raw = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(raw, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
  }

  deinit {
    close(raw)
  }

  /// All lines so far, those that have just come included.
  func hear() -> [String] {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = recv(raw, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { return heard }
      let text = String(decoding: buffer.prefix(count), as: UTF8.self)
      heard += text.split(separator: "\n").map(String.init)
    }
  }

  func forget() {
    heard = []
  }
}
