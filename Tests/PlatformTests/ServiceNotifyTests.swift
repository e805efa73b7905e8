import Glibc
import Platform
import TestSupport
import Testing

@Suite struct ServiceNotifyTests {
  // Each in a process of its own: the environment is the whole process's.

  @Test("without a manager nothing is sent and nothing fails")
  func noManager() async {
    await #expect(processExitsWith: .success) {
      unsetenv("NOTIFY_SOCKET")
      unsetenv("WATCHDOG_USEC")
      let notify = ServiceNotify()
      #expect(notify.ready() == .noManager)
      #expect(notify.watchdog() == .noManager)
      #expect(notify.watchdogInterval == nil)
    }
  }

  @Test("every message arrives at the manager's socket as sd_notify(3) has it")
  func messages() async {
    await #expect(processExitsWith: .success) {
      try Scratch.with("notify") { folder in
        let manager = try DatagramSocket(path: "\(folder)/notify")
        setenv("NOTIFY_SOCKET", manager.path, 1)
        let notify = ServiceNotify()
        #expect(notify.ready(status: "3 jobs") == .sent)
        #expect(manager.receive() == "READY=1\nSTATUS=3 jobs")
        #expect(notify.ready() == .sent)
        #expect(manager.receive() == "READY=1")
        #expect(notify.status("line\nREADY=1") == .sent)
        #expect(manager.receive() == "STATUS=line\\nREADY=1")
        #expect(notify.stopping() == .sent)
        #expect(manager.receive() == "STOPPING=1")
        #expect(notify.watchdog() == .sent)
        #expect(manager.receive() == "WATCHDOG=1")
        #expect(notify.failWatchdog() == .sent)
        #expect(manager.receive() == "WATCHDOG=trigger")
        #expect(notify.failed(errno: ENOSPC, status: "full") == .sent)
        #expect(manager.receive() == "ERRNO=28\nSTATUS=full")
        #expect(notify.extendTimeout(microseconds: 5_000_000) == .sent)
        #expect(manager.receive() == "EXTEND_TIMEOUT_USEC=5000000")
        #expect(notify.reloading() == .sent)
        #expect(manager.receive().hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
      }
    }
  }

  @Test("a manager's socket that is gone is told as a failure")
  func gone() async {
    await #expect(processExitsWith: .success) {
      setenv("NOTIFY_SOCKET", "/nowhere/notify", 1)
      guard case .failed(let error) = ServiceNotify().ready() else {
        Issue.record("not a failure")
        return
      }
      #expect(error.code == ENOENT)
      #expect(error.call == "sd_notify")
    }
  }

  @Test("the watchdog's interval is the manager's, and only for the process it names")
  func watchdog() async {
    await #expect(processExitsWith: .success) {
      setenv("WATCHDOG_USEC", "30000000", 1)
      #expect(ServiceNotify().watchdogInterval == 30_000_000)
      setenv("WATCHDOG_PID", "\(getpid())", 1)
      #expect(ServiceNotify().watchdogInterval == 30_000_000)
      setenv("WATCHDOG_PID", "1", 1)
      #expect(ServiceNotify().watchdogInterval == nil)
      unsetenv("WATCHDOG_PID")
      setenv("WATCHDOG_USEC", "soon", 1)
      #expect(ServiceNotify().watchdogInterval == nil)
    }
  }
}

/// The manager's end: a datagram socket at a path.
private final class DatagramSocket {
  let path: String
  private let raw: Int32

  init(path: String) throws {
    self.path = path
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

  /// The next message; the sender has sent it already, so this does not wait.
  func receive() -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(raw, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
  }
}
