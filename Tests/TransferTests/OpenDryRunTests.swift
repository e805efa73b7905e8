import CLinux
import Foundation
import Migration
import TestSupport
import Testing

@testable import Transfer

@Suite struct OpenDryRunTests {
  @Test("a dry run that stays open tells what one does that begins anew for each page")
  func same() throws {
    for (limit, all) in [(1, true), (3, false), (7, true), (1_000, false)] {
      try Scratch.with("open") { folder in
        let ground = try Ground(folder)
        var random = SeededRandom(seed: UInt64(limit))
        for number in 0..<60 {
          let key = "\(random.next() % 5)/\(random.next() % 3)/\(number)"
          try Tree.write(ground.source, key)
          if number % 3 == 0 { try Tree.write(ground.destination, key) }
        }
        let dryRun = DryRun(ground.order())
        var kept: [ObjectForecast] = []
        var anew: [ObjectForecast] = []
        let open = try dryRun.open(after: nil)
        #expect(open.canWait)
        var cursor: [UInt8]?
        repeat {
          let page = try open.page(limit: limit, showsSkipped: all)
          kept += page.objects
          // One that is lost falls back to the place where it was.
          let other = try dryRun.page(after: cursor, limit: limit, showsSkipped: all)
          anew += other.objects
          #expect(page.next == other.next)
          #expect(page.sum == other.sum)
          cursor = page.next
        } while cursor != nil
        #expect(kept == anew)
        #expect(kept.count >= 40)
      }
    }
  }

  @Test("a list goes on where it is, too")
  func list() throws {
    try Scratch.with("open") { folder in
      let ground = try Ground(folder)
      var keys: [String] = []
      for number in 0..<20 {
        keys.append("k\(number)")
        try Tree.write(ground.source, "k\(number)")
      }
      let list = try Lists(folder)
      try list.write("keys.txt", Array(keys.joined(separator: "\n").utf8))
      var order = ground.order()
      order.inventory = list.plain("keys.txt")
      let open = try DryRun(order).open(after: nil)
      var found: [String] = []
      var isDone = false
      while !isDone {
        let page = try open.page(limit: 3)
        found += page.objects.map(\.key.description)
        isDone = page.next == nil
      }
      #expect(found == keys)
    }
  }

  @Test("a walk whose time was over goes on behind that place when it is given time again")
  func patience() throws {
    try Scratch.with("open") { folder in
      let ground = try Ground(folder)
      for number in 0..<600 { try Tree.write(ground.source, "x\(1_000 + number)") }
      try Tree.write(ground.source, "y")
      var filter = ObjectFilter()
      filter.includeKeys = ["y"]
      let source = open(ground.source, O_RDONLY | O_DIRECTORY)
      defer { close(source) }
      var options = LocalWalk.Options(sieve: try ObjectSieve(filter))
      options.patience = 0
      let walk = try LocalWalk(source: source, destination: -1, options)
      var cuts = 0
      var item = walk.next()
      while item == nil, walk.isCutOff {
        cuts += 1
        walk.beginAgain()
        item = walk.next()
      }
      #expect(cuts > 0)
      #expect(String(decoding: walk.key, as: UTF8.self) == "y")
      #expect(walk.next() == nil && !walk.isCutOff)
    }
  }
}
