import Foundation
import Migration
import TestSupport
import Testing

@testable import Transfer

@Suite struct InventoryKillTests {
  @Test("killed again and again in a list of 20,000 rows, every one is moved once and counted once")
  func killed() async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/ferry-list-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ground = try Ground(folder)
    for number in 0..<20_000 { try Tree.write(ground.source, key(number), [1]) }
    _ = try twentyThousand(folder, writes: true)
    for limit in [100, 5_000, 9_000, 14_000] {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [folder = folder as String, limit = limit as Int] in
        let ground = try Ground(folder)
        var order = ground.order(try twentyThousand(folder, writes: false))
        order.throttle = Throttle(objectsPerSecond: 15_000)
        let ride = Ride(order, ledger: ground.ledger())
        ride.session.prepare()
        _ = ride.next()
        ride.session.move()
        wait { ride.session.progress.copied > Int64(limit) }
        kill(getpid(), SIGKILL)
      }
    }
    let before = try Tree.read(ground.destination)
    let list = try twentyThousand(folder, writes: false)
    let (counts, event) = Ride.whole(ground.order(list), ledger: ground.ledger())
    #expect(event == nil)
    // Twenty thousand rows, a hundred of which name nothing and one of which cannot be read.
    #expect(counts?.total == 20_101 && counts?.copied == 20_000 && counts?.failed == 101)
    let there = try Tree.read(ground.destination)
    #expect(Tree.differences(there, try Tree.read(ground.source)) == [])
    for (entryKey, entry) in before
    where entryKey.last != 47 && !String(decoding: entryKey, as: UTF8.self).contains(".ferry-") {
      #expect(there[entryKey]?.inode == entry.inode)
    }
  }
}

private func key(_ number: Int) -> String { "f\(number * 7_919 % 97)/\(number)" }

/// Five data files in no order of keys; not written again when they are there.
private func twentyThousand(_ folder: String, writes: Bool) throws -> Lists {
  var list: Lists
  if writes {
    list = try Lists(folder)
  } else {
    list = Lists(existing: folder)
  }
  for file in 0..<5 {
    var text = ""
    for row in 0..<4_000 {
      if row % 200 == 0 { text += "x,gone/\(file)-\(row)\n" }
      text += "x,\(key((file * 4_000 + row) * 3 % 20_000))\n"
    }
    if file == 2 { text += "unreadable\n" }
    let name = file == 1 ? "data/\(file).csv" : "data/\(file).csv.gz"
    if writes {
      try list.add(name, text, checked: file != 3)
    } else {
      list.layout.files.append(.init(path: name))
    }
  }
  return list
}
