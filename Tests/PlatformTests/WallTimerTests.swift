import Calendar
import Foundation
import Glibc
import Platform
import Testing

@Suite struct WallTimerTests {
  @Test("an instant that is past fires at once, and only once")
  func past() throws {
    let timer = try WallTimer()
    for past in [0, -1, 1, Int64.min, WallClock.now().microseconds - 1] {
      #expect(try timer.arm(at: Instant(microseconds: past)) == nil)
      #expect(try isReady(timer, within: 5000))
      try expect(timer, says: .fired)
      try expect(timer, says: nil)
    }
  }

  @Test("an instant ahead fires when it has come, not before")
  func ahead() throws {
    let timer = try WallTimer()
    let wanted = WallClock.now().advanced(byMicroseconds: 30_000)
    #expect(try timer.arm(at: wanted) == nil)
    try expect(timer, says: nil)
    #expect(try isReady(timer, within: 5000))
    #expect(WallClock.now() >= wanted)
    try expect(timer, says: .fired)
  }

  @Test("arming again, or for nothing, forgets what was set before")
  func forgets() throws {
    let timer = try WallTimer()
    #expect(try timer.arm(at: Instant(seconds: 1)) == nil)
    #expect(try timer.arm(at: nil) == nil)
    #expect(try !isReady(timer, within: 0))
    #expect(try timer.arm(at: Instant(seconds: 1)) == nil)
    #expect(try timer.arm(at: Instant(microseconds: .max)) == nil)
    #expect(try !isReady(timer, within: 0))
    try expect(timer, says: nil)
  }

  @Test(
    "setting the clock wakes the owner, armed or not",
    .enabled(
      if: ProcessInfo.processInfo.environment["FERRY_TEST_SET_CLOCK"] != nil,
      "sets the machine's clock: FERRY_TEST_SET_CLOCK=1, as root"))
  func clockStep() throws {
    for instant in [nil, WallClock.now().advanced(byMicroseconds: 3_600_000_000)] {
      let timer = try WallTimer()
      #expect(try timer.arm(at: instant) == nil)
      try stepClock()
      #expect(try isReady(timer, within: 5000))
      try expect(timer, says: .clockStepped)
      try expect(timer, says: nil)
      // Or in the next call, if that comes before the look.
      try stepClock()
      #expect(try timer.arm(at: instant) == .clockStepped)
    }
  }

  @Test(
    "arming tells of a step that nobody has been told of, is armed all the same, and tells it once",
    .enabled(
      if: ProcessInfo.processInfo.environment["FERRY_TEST_SET_CLOCK"] != nil,
      "sets the machine's clock: FERRY_TEST_SET_CLOCK=1, as root"))
  func clockStepBeforeArming() throws {
    for instant in [nil, WallClock.now().advanced(byMicroseconds: 3_600_000_000)] {
      let timer = try WallTimer()
      try stepClock()
      #expect(try timer.arm(at: instant) == .clockStepped)
      try expect(timer, says: nil)
      try stepClock()
      #expect(try timer.arm(at: Instant(seconds: 1)) == .clockStepped)
      #expect(try isReady(timer, within: 5000))
      try expect(timer, says: .fired)
    }
  }

  @Test("the clocks go forward and agree with the C library's second")
  func clocks() {
    let before = Int64(time(nil))
    let wall = WallClock.now()
    #expect(wall.seconds >= before && wall.seconds <= Int64(time(nil)) + 1)
    let first = MonotonicTime.now()
    let second = MonotonicTime.now()
    #expect(first <= second)
    #expect(second.nanoseconds(since: first) >= 0)
    #expect(MonotonicTime(nanoseconds: .max).advanced(byNanoseconds: 1).nanoseconds == .max)
    #expect(MonotonicTime(nanoseconds: .min).nanoseconds(since: second) == .min)
  }
}

/// Sets the clock to what it shows.
private func stepClock() throws {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  #expect(clock_settime(CLOCK_REALTIME, &time) == 0)
}

/// Whether the timer's next word is the one that is expected.
private func expect(
  _ timer: borrowing WallTimer, says expected: WallTimerEvent?,
  at location: SourceLocation = #_sourceLocation
) throws {
  let event = try timer.acknowledge()
  #expect(event == expected, sourceLocation: location)
}
