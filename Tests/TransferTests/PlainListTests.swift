import Codecs
import Foundation
import Migration
import TestSupport
import Testing

@testable import Transfer

@Suite struct PlainListTests {
  @Test("lines are keys as they stand there, in pieces of any length")
  func lines() {
    let long = String(repeating: "x", count: RowParser.longestRow + 1)
    let text = "\u{FEFF}a,b%20\"c\"\r\n\n b \n\r\nx\ry\n\u{FEFF}z\n\(long)\nlast\r"
    let wanted: [(line: Int, row: RowParser.Row)] = [
      (1, .key(Array("a,b%20\"c\"".utf8))), (3, .key(Array(" b ".utf8))),
      (5, .key(Array("x\ry".utf8))), (6, .key(Array("\u{FEFF}z".utf8))),
      (7, .unreadable("it is longer than 65536 bytes")), (8, .key(Array("last".utf8))),
    ]
    for size in [1, 2, 3, 7, 1 << 20] {
      var parser = LineParser()
      var found: [(line: Int, row: RowParser.Row)] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let piece = Array(rest.prefix(size))
        rest = rest.dropFirst(size)
        var position = 0
        while let row = parser.next(piece, piece.count, from: &position) {
          found.append((parser.line, row))
        }
      }
      if let row = parser.finish() { found.append((parser.line, row)) }
      #expect(found.map(\.line) == wanted.map(\.line), "\(size)")
      #expect(found.map(\.row) == wanted.map(\.row), "\(size)")
    }
    var empty = LineParser()
    #expect(empty.finish() == nil)
  }

  @Test("a plain list names what is moved, packed or not, and needs no manifest")
  func moved() throws {
    let text = "b/3\r\na/2\nc d,e\n100%25\ngone\n../secret\nempty/"
    for name in ["keys.txt", "keys.txt.gz"] {
      try Scratch.with("plain") { folder in
        let ground = try Ground(folder)
        for key in ["a/1", "a/2", "b/3", "c d,e", "100%25", "100%"] {
          try Tree.write(ground.source, key, Array(key.utf8))
        }
        try Tree.folder(ground.source, "empty")
        let list = try Lists(folder)
        try list.write(name, name.hasSuffix(".gz") ? packed(text) : Array(text.utf8))
        var order = ground.order()
        order.inventory = list.plain(name)
        let (end, event) = Ride.end(order, ledger: ground.ledger())
        #expect(event == nil)
        #expect(end?.counts.total == 7 && end?.counts.copied == 5 && end?.counts.failed == 2)
        #expect(
          try Tree.read(ground.destination).keys.map { String(decoding: $0, as: UTF8.self) }
            .sorted() == ["100%25", "a/", "a/2", "b/", "b/3", "c d,e", "empty/"])
        #expect(
          try ground.failures(1).map { "\($0.key) \($0.text)" }.contains(
            "../secret \(name):6: the key has '.' or '..' in it"))
        #expect(InventoryLook.problem(with: list.plain(name)) == nil)
      }
    }
  }

  @Test("a plain list that is cut off, not there or no file is told, and nothing is moved")
  func wrong() throws {
    try Scratch.with("plain") { folder in
      _ = try Ground(folder)
      let list = try Lists(folder)
      let whole = try packed("a\nb\n")
      try list.write("cut.txt.gz", Array(whole.dropLast(9)))
      try list.write("none.txt.gz", Array("a\nb\n".utf8))
      try Tree.folder(list.folder, "folder.txt")
      for (name, word) in [
        ("cut.txt.gz", "cut off"), ("none.txt.gz", "no gzip file"),
        ("gone.txt", "cannot be opened"), ("folder.txt", "no regular file"),
      ] {
        let reader = { () throws(InventoryProblem) in
          let list = ListReader(try OpenInventory(list.plain(name)), StopFlag())
          while try list.next() != nil {}
        }
        #expect {
          _ = try reader()
        } throws: { error in
          "\(error)".contains(word)
        }
      }
    }
  }

  @Test("a run goes on in the list that it began with, and with no other")
  func other() throws {
    try Scratch.with("plain") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "a")
      let list = try Lists(folder)
      try list.write("keys.txt", Array("a\n".utf8))
      let inventory = try OpenInventory(list.plain("keys.txt"))
      _ = try inventory.open(0)
      try list.write("keys.txt", Array("a\nb\n".utf8))
      #expect {
        _ = try inventory.open(0)
      } throws: { error in
        "\(error)".contains("not as it was")
      }
    }
  }

  private func packed(_ text: String) throws -> [UInt8] {
    guard var stream = GzipStream() else { throw CocoaError(.coderInvalidValue) }
    var made: [UInt8] = []
    stream.put(Array(text.utf8), ends: true) { made += $0 }
    return made
  }
}
