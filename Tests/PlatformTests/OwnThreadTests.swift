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

  @Test("the stack is as large as was asked for", arguments: [1, 100_001, 1 << 20, 64 << 20])
  func stack(size: Int) throws {
    let reached = Mutex(0)
    let thread = try OwnThread(name: "stack", stackSize: size) {
      // A stack that is smaller ends the process here.
      let depth = descend(bytes: size / 4 * 3, from: 0)
      reached.withLock { $0 = depth }
    }
    thread.join()
    #expect(reached.withLock { $0 } >= size / 4 * 3)
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

/// Calls itself until so many bytes of stack are in use; the number that is.
@inline(never) private func descend(bytes: Int, from top: UInt) -> Int {
  withUnsafeTemporaryAllocation(byteCount: 512, alignment: 16) { buffer in
    buffer.initializeMemory(as: UInt8.self, repeating: 1)
    let here = UInt(bitPattern: buffer.baseAddress)
    let start = top == 0 ? here : top
    let used = Int(start - here)
    return used >= bytes ? used : descend(bytes: bytes, from: start)
  }
}

/// The signals that the calling thread blocks.
private func blockedSignals() -> Set<Int32> {
  var set = sigset_t()
  pthread_sigmask(SIG_BLOCK, nil, &set)
  return Set((1...64).filter { sigismember(&set, $0) == 1 })
}
