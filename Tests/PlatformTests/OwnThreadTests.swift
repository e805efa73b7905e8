import Foundation
import Glibc
import Platform
import Synchronization
import Testing

@Suite struct OwnThreadTests {
  @Test("a thread runs its closure under its name, and join waits for it")
  func runs() throws {
    let seen = Mutex("")
    let thread = try OwnThread(name: "ferry-thread-é-long") {
      let name = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
      seen.withLock { $0 = name ?? "" }
    }
    thread.join()
    #expect(seen.withLock { $0 } == "ferry-thread-é\n")
  }

  @Test("the service's signals are blocked in it, those of a fault are not")
  func mask() throws {
    let blocked = Mutex<[Int32: Bool]>([:])
    let signals = [SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGSEGV, SIGABRT]
    let before = blockedSignals()
    let thread = try OwnThread(name: "mask") {
      let set = blockedSignals()
      let facts = signals.map { ($0, set.contains($0)) }
      blocked.withLock { $0 = Dictionary(uniqueKeysWithValues: facts) }
    }
    thread.join()
    #expect(
      blocked.withLock { $0 } == [
        SIGTERM: true, SIGINT: true, SIGHUP: true, SIGUSR1: true, SIGSEGV: false, SIGABRT: false,
      ])
    #expect(blockedSignals() == before, "the caller's own mask is as it was")
  }

  @Test("the stack is as large as was asked for", arguments: [1, 100_001, 1 << 20, 8 << 20])
  func stack(size: Int) throws {
    let measured = Mutex(0)
    let thread = try OwnThread(name: "stack", stackSize: size) {
      var local = 0
      let bytes = withUnsafePointer(to: &local) { mappingSize(around: UInt(bitPattern: $0)) }
      measured.withLock { $0 = bytes }
    }
    thread.join()
    #expect(measured.withLock { $0 } >= size)
  }

  @Test("a thread that is let go of runs on by itself")
  func detached() throws {
    let mailbox = try Mailbox<Int>()
    do {
      _ = try OwnThread(name: "detached") { mailbox.post(7) }
    }
    #expect(try isReady(mailbox.wakeup, within: 5000))
    #expect(mailbox.drain() == [7])
  }
}

/// The size of the mapping that holds an address, by /proc/self/maps.
private func mappingSize(around address: UInt) -> Int {
  let text = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
  for line in text.split(separator: "\n") {
    let bounds = line.prefix { $0 != " " }.split(separator: "-").map { UInt($0, radix: 16) ?? 0 }
    if bounds.count == 2, bounds[0] <= address, address < bounds[1] {
      return Int(bounds[1] - bounds[0])
    }
  }
  return 0
}

/// The signals that the calling thread blocks.
private func blockedSignals() -> Set<Int32> {
  var set = sigset_t()
  pthread_sigmask(SIG_BLOCK, nil, &set)
  return Set((1...64).filter { sigismember(&set, $0) == 1 })
}
