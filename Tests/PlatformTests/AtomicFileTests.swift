import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  @Test("what is written is read back, of any size, with the mode that was asked for")
  func roundTrip() throws {
    try Scratch.with("atomic") { folder in
      var random = SeededRandom(seed: 7)
      let path = "\(folder)/file"
      for size in [0, 1, 4095, 4096, 4097, 65_536, 300_000] {
        let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
        let mode: UInt32 = size % 2 == 0 ? 0o600 : 0o666
        try AtomicFile.write(bytes, to: path, mode: mode)
        #expect(try FileText.read(path, limit: size) == bytes)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == mode)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }

  @Test("a failure leaves what was there, and nothing beside it")
  func failure() throws {
    try Scratch.with("atomic") { folder in
      let path = "\(folder)/taken"
      #expect(mkdir(path, 0o700) == 0)
      #expect(throws: SystemError(EISDIR, "rename", path)) {
        try AtomicFile.write([1, 2], to: path)
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names == ["taken"])
      let missing = #expect(throws: SystemError.self) {
        try AtomicFile.write([1], to: "\(folder)/no/file")
      }
      #expect(missing?.code == ENOENT)
    }
  }

  @Test("a link is replaced, not followed; a long name leaves room for the temporary one")
  func names() throws {
    try Scratch.with("atomic") { folder in
      let target = "\(folder)/target"
      let link = "\(folder)/link"
      try AtomicFile.write([1], to: target)
      #expect(symlink(target, link) == 0)
      try AtomicFile.write([2], to: link)
      #expect(try FileText.read(target, limit: 9) == [1])
      #expect(try FileText.read(link, limit: 9) == [2])
      let long = "\(folder)/" + String(repeating: "é", count: 127)
      try AtomicFile.write([3], to: long)
      #expect(try FileText.read(long, limit: 9) == [3])
    }
  }

  @Test("a file over the limit, a folder, a pipe and a missing file are told apart")
  func readErrors() throws {
    try Scratch.with("read") { folder in
      let path = "\(folder)/file"
      try AtomicFile.write([1, 2, 3], to: path)
      #expect(throws: FileReadError.tooLarge(path: path, limit: 2)) {
        try FileText.read(path, limit: 2)
      }
      #expect(throws: FileReadError.notAFile(path: folder)) {
        try FileText.read(folder, limit: 2)
      }
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      #expect(throws: FileReadError.notAFile(path: "\(folder)/pipe")) {
        try FileText.read("\(folder)/pipe", limit: 2)
      }
      let missing = #expect(throws: FileReadError.self) {
        try FileText.read("\(folder)/none", limit: 2)
      }
      #expect(missing?.isMissing == true)
    }
  }

  @Test("files without a size are read to their end, and the limit holds for them")
  func proc() throws {
    #expect(try FileText.read("/proc/self/status", limit: 1 << 20).count > 100)
    #expect(throws: FileReadError.tooLarge(path: "/proc/self/status", limit: 10)) {
      try FileText.read("/proc/self/status", limit: 10)
    }
  }
}
