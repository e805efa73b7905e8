import Glibc
import Platform
import Testing

@Suite struct SignalQueueTests {
  @Test("signals of this process are read from the queue, with their sender")
  func queue() async {
    // In a process of its own: the mask and SIGPIPE are the whole process's business.
    await #expect(processExitsWith: .success) {
      // The test runner's threads block signals already; here it is the queue that must do it.
      var set = sigset_t()
      sigemptyset(&set)
      for signal in ServiceSignal.allCases { sigaddset(&set, signal.number) }
      pthread_sigmask(SIG_UNBLOCK, &set, nil)
      let queue = try SignalQueue()
      try expectEmpty(queue)
      for signal in ServiceSignal.allCases {
        raise(signal.number)
        #expect(try isReady(queue, within: 5000))
        let next = try queue.next()
        let received = try #require(next)
        #expect(received.signal == signal)
        #expect(received.senderPID == getpid())
        #expect(received.senderUID == getuid())
        try expectEmpty(queue)
      }
    }
  }

  @Test("a write to a pipe that nobody reads is an error, not the end")
  func brokenPipe() async {
    await #expect(processExitsWith: .success) {
      let queue = try SignalQueue()
      var ends: [Int32] = [0, 0]
      #expect(pipe(&ends) == 0)
      close(ends[0])
      #expect(write(ends[1], "x", 1) == -1)
      #expect(errno == EPIPE)
      try expectEmpty(queue)
    }
  }
}

/// Expects that no signal waits.
private func expectEmpty(_ queue: borrowing SignalQueue) throws {
  let next = try queue.next()
  #expect(next == nil)
}
