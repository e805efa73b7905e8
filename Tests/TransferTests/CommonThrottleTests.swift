import CLinux
import Migration
import Testing

@testable import Transfer

@Suite struct CommonThrottleTests {
  @Test("both throttles must let pass, and a part is as small as the lower one wants it")
  func both() {
    let stop = StopFlag()
    let common = CommonThrottle(Throttle(bitsPerSecond: 160 << 20))
    let limiter = Limiter(Throttle(bitsPerSecond: 1_600 << 20), common: common, stop: stop)
    // A twentieth of a second of the lower one.
    #expect(limiter.takePart(of: 1 << 30) == 1 << 20)
    common.set(.none)
    #expect(limiter.takePart(of: 1 << 30) == ThrottleGate.largestPart)
    limiter.set(.none)
    #expect(limiter.takePart(of: 100) == 100)
    stop.set(true)
    #expect(limiter.takePart(of: 100) == 0)
    #expect(!limiter.take(objects: 1, bytes: 1))
  }

  @Test("without limits of all runs nothing waits, and a change wakes who waits for them")
  func wakes() throws {
    let stop = StopFlag()
    let common = CommonThrottle()
    let limiter = Limiter(.none, common: common, stop: stop)
    #expect(limiter.take(objects: 1_000_000, bytes: .max))
    common.set(Throttle(objectsPerSecond: 1_000))
    // A debt of half an hour.
    #expect(limiter.take(objects: 1_800_000, bytes: 0))
    let passed = Monitor(false)
    let waiter = try WorkerThread("waiter") {
      let isLet = limiter.take(objects: 1, bytes: 0)
      passed.change { $0 = isLet }
    }
    common.set(.none)
    waiter.join()
    #expect(passed.look { $0 })
  }
}
