import Platform
import Testing

@Suite struct MailboxTests {
  @Test("one ring or many wake once, and silence answers whether there was one")
  func wakeup() throws {
    let bell = try Wakeup()
    let untouched = bell.silence()
    #expect(!untouched)
    #expect(try !isReady(bell, within: 0))
    bell.ring()
    bell.ring()
    #expect(try isReady(bell, within: 0))
    let rung = bell.silence()
    let again = bell.silence()
    #expect(rung && !again)
  }

  @Test("messages of four threads all arrive, each sender's in order")
  func manySenders() throws {
    let mailbox = try Mailbox<(sender: Int, number: Int)>()
    let count = 2000
    let threads = try (0..<4).map { sender in
      Joined(
        try OwnThread(name: "sender-\(sender)") {
          for number in 0..<count { mailbox.post((sender, number)) }
        })
    }
    var next = [Int](repeating: 0, count: 4)
    var received = 0
    while received < 4 * count {
      // A wake-up that is lost would show here as a time limit.
      #expect(try isReady(mailbox.wakeup, within: 10_000))
      let messages = mailbox.drain()
      for message in messages {
        #expect(message.number == next[message.sender])
        next[message.sender] += 1
      }
      received += messages.count
    }
    threads.forEach { $0.join() }
    #expect(next == [count, count, count, count])
    #expect(mailbox.drain().isEmpty)
  }

  @Test("the poller tells which of several is ready, and when the time is over")
  func poller() throws {
    let first = try Wakeup()
    let second = try Wakeup()
    var poller = Poller()
    let one = poller.watch(first)
    let two = poller.watch(second)
    let three = poller.watch(raw: second.raw)
    let start = MonotonicTime.now()
    second.silence()
    #expect(try poller.wait(milliseconds: 0).isEmpty)
    second.ring()
    #expect(try poller.wait(milliseconds: nil) == [two, three])
    var readers = Poller()
    let reader = readers.watch(first)
    #expect(try readers.wait(milliseconds: 20).isEmpty)
    #expect(MonotonicTime.now().nanoseconds(since: start) >= 20_000_000)
    first.ring()
    #expect(try readers.wait(milliseconds: .max) == [reader])
    #expect(one != two)
    #expect(try Poller().waited(milliseconds: -5).isEmpty)
  }
}

/// Keeps a thread in an array, which cannot hold the thread itself.
private final class Joined {
  private var thread: OwnThread?

  init(_ thread: consuming OwnThread) {
    self.thread = consume thread
  }

  func join() {
    guard let running = thread.take() else { return }
    running.join()
  }
}

extension Poller {
  fileprivate func waited(milliseconds: Int64) throws -> Set<Token> {
    var copy = self
    return try copy.wait(milliseconds: milliseconds)
  }
}
