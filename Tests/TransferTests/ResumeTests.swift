import Foundation
import Migration
import Store
import Testing
import TestSupport

@testable import Transfer

@Suite struct ResumeTests {
  @Test("a halted run goes on in the same session and in a new one, and copies nothing twice")
  func halted() throws {
    try Scratch.with("resume") { folder in
      let ground = try Ground(folder)
      try manyFiles(ground.source)
      var order = ground.order(.alwaysAll)
      order.throttle = Throttle(objectsPerSecond: 4_000)
      var ride = Ride(order, ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      var inodes: [[UInt8]: UInt64] = [:]
      for round in 1...3 {
        ride.session.move()
        wait { ride.session.progress.copied > Int64(round * 500) }
        ride.session.halt()
        #expect(ride.next() == .halted)
        let there = try Tree.read(ground.destination)
        #expect(there.keys.allSatisfy { !String(decoding: $0, as: UTF8.self).contains(".ferry-") })
        for (key, inode) in inodes { #expect(there[key]?.inode == inode) }
        inodes = there.mapValues(\.inode)
        #expect(inodes.count < 3_000)
        if round == 2 {
          ride.session.close()
          ride = Ride(order, ledger: ground.ledger())
          ride.session.prepare()
          #expect(ride.next() == .prepared)
        }
      }
      ride.session.setThrottle(.none)
      ride.session.move()
      #expect(ride.next() == .moved)
      ride.session.settle()
      guard case .settled(let end)? = ride.next() else { throw Ground.Refused(event: nil) }
      let counts = end.counts
      ride.session.close()
      let there = try Tree.read(ground.destination)
      #expect(Tree.differences(there, try Tree.read(ground.source)) == [])
      for (key, inode) in inodes { #expect(there[key]?.inode == inode) }
      #expect(counts.total == Int64(there.count))
      #expect(counts.copied == counts.total)
    }
  }

  @Test("a run whose process is killed goes on, loses nothing and counts nothing twice")
  func killed() async throws {
    let folder = "/dev/shm/ferry-resume-\(UUID().uuidString.prefix(8))"
    mkdir(folder, 0o700)
    defer { _ = try? Tree.remove(folder) }
    let ground = try Ground(folder)
    try manyFiles(ground.source)
    var done = 0
    for limit in [450, 1_000, 1_700, 2_600] {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [folder = folder as String, limit = limit as Int] in
        let ground = try Ground(folder)
        var order = ground.order(.alwaysAll)
        order.throttle = Throttle(objectsPerSecond: 4_000)
        let ride = Ride(order, ledger: ground.ledger())
        ride.session.prepare()
        _ = ride.next()
        ride.session.move()
        wait { ride.session.progress.copied > Int64(limit) }
        kill(getpid(), SIGKILL)
      }
      let there = try Tree.read(ground.destination)
      #expect(there.count > done)
      done = there.count
    }
    let before = try Tree.read(ground.destination).filter { $0.key.last != 47 && $0.key[0] != 46 }
    let (counts, event) = Ride.whole(ground.order(.alwaysAll), ledger: ground.ledger())
    #expect(event == nil)
    let there = try Tree.read(ground.destination)
    #expect(Tree.differences(there, try Tree.read(ground.source)) == [])
    #expect(counts?.total == Int64(there.count))
    #expect(counts?.copied == counts?.total)
    // What was complete at the kill was not copied again.
    for (key, entry) in before where !String(decoding: key, as: UTF8.self).contains(".ferry-") {
      #expect(there[key]?.inode == entry.inode)
    }
  }

  @Test("halting inside a large file drops its temporary file at once")
  func haltInLargeFile() throws {
    try Scratch.with("resume") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "large", [UInt8](repeating: 7, count: 20 << 20))
      var order = ground.order()
      order.throttle = Throttle(bitsPerSecond: 8 << 20)
      let ride = Ride(order, ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      wait { ride.session.progress.copiedBytes > 0 }
      ride.session.halt()
      #expect(ride.next() == .halted)
      #expect(try Tree.read(ground.destination).isEmpty)
      #expect(ride.session.progress.copiedBytes == 0)
      // A very low limit does not hold up the one that follows it.
      ride.session.setThrottle(Throttle(bitsPerSecond: 8_000))
      ride.session.move()
      wait { ride.session.progress.copiedBytes > 0 }
      ride.session.setThrottle(.none)
      #expect(ride.next() == .moved)
      #expect(try ground.differences() == [])
      ride.session.close()
    }
  }

  @Test("a source that disappears in the middle blocks the run")
  func sourceDisappears() throws {
    try Scratch.with("resume") { folder in
      let ground = try Ground(folder)
      try manyFiles(ground.source)
      var order = ground.order()
      order.throttle = Throttle(objectsPerSecond: 1_000)
      let ride = Ride(order, ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      wait { ride.session.progress.copied > 10 }
      try Tree.remove(ground.source)
      guard case .blocked(let text)? = ride.next() else {
        Issue.record("the run went on without its source")
        return
      }
      #expect(text.contains("source folder"))
      ride.session.close()
    }
  }
}

/// Files in a few folders, the first of them in a folder of its own level.
func manyFiles(_ root: String, count: Int = 3_000) throws {
  for number in 0..<count {
    try Tree.write(root, "f\(number % 7)/\(number)", Array("file \(number)".utf8))
  }
}

/// Waits until something is so, half a minute at most.
func wait(_ condition: () -> Bool) {
  for _ in 0..<30_000 where !condition() { usleep(1_000) }
}
