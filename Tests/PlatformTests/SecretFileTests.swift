import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite struct SecretFileTests {
  @Test("a secret is read only while nobody else can")
  func modes() throws {
    try Scratch.with("secret") { folder in
      let path = "\(folder)/key"
      for mode: UInt32 in [0o600, 0o400] {
        try AtomicFile.write([1, 2], to: path, mode: mode)
        let bytes = try SecretFile.read(path, limit: 10).withBytes { Array($0) }
        #expect(bytes == [1, 2])
      }
      for mode: UInt32 in [0o644, 0o604, 0o660, 0o620, 0o601, 0o666] {
        try AtomicFile.write([1, 2], to: path, mode: mode)
        let error = #expect(throws: FileReadError.self) { try SecretFile.read(path, limit: 10) }
        let exposed = FileReadError.exposed(
          path: path, uid: geteuid(), gid: getegid(), mode: mode)
        #expect(error == exposed)
        #expect(error?.description.contains("mode 0\(String(mode, radix: 8))") == true)
      }
    }
  }

  @Test("a secret's file is a file, no link, one line, and not too long")
  func forms() throws {
    try Scratch.with("secret") { folder in
      let path = "\(folder)/key"
      let lines: [(file: String, line: String?)] = [
        ("hush", "hush"), ("hush\n", "hush"), ("hush\r\n", "hush"), (" hush ", " hush "),
        ("0123456789", "0123456789"), ("0123456789\r\n", "0123456789"),
        ("", nil), ("\n", nil), ("hush\n\n", nil), ("hush\nhush", nil), ("hush\0", nil),
        ("01234567890", nil), ("0123456789012", nil),
      ]
      let pairs: [(file: String, lines: [String]?)] = [
        ("a", ["a"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]), ("a\nb\n", ["a", "b"]),
        ("a\n\nb", nil), ("\nb", nil), ("a\nb\nc", nil), ("a\n01234567890", ["a", "01234567890"]),
        ("01234567890\nb", nil), ("a\n0123456789012345678901", nil),
      ]
      for (file, lines) in pairs {
        try AtomicFile.write(Array(file.utf8), to: path)
        let read = try? SecretFile.readLines(path, limits: [10, 20]).map { $0.withText { $0 } }
        #expect(read == lines, "\(file.debugDescription)")
      }
      for (file, line) in lines {
        try AtomicFile.write(Array(file.utf8), to: path)
        let read = try? SecretFile.readLines(path, limits: [10])[0].withText { $0 }
        #expect(read == line, "\(file.debugDescription)")
      }
      let link = "\(folder)/link"
      #expect(symlink(path, link) == 0)
      #expect(throws: FileReadError.link(path: link)) { try SecretFile.read(link, limit: 10) }
      #expect(throws: FileReadError.notAFile(path: folder)) {
        try SecretFile.read(folder, limit: 10)
      }
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      #expect(throws: FileReadError.notAFile(path: "\(folder)/pipe")) {
        try SecretFile.read("\(folder)/pipe", limit: 10)
      }
    }
  }

  @Test("owner, group and mode count together")
  func rule() {
    let cases: [(uid: UInt32, gid: UInt32, mode: UInt32, isPrivate: Bool)] = [
      (990, 990, 0o600, true), (990, 5, 0o600, true), (990, 990, 0o640, false),
      (0, 990, 0o640, true), (0, 990, 0o440, true), (0, 990, 0o660, false),
      (0, 5, 0o640, false), (0, 990, 0o644, false), (0, 0, 0o600, true),
      (1000, 990, 0o600, false), (1000, 990, 0o640, false), (0, 990, 0o650, false),
    ]
    for file in cases {
      let answer = SecretFile.isPrivate(
        uid: file.uid, gid: file.gid, mode: file.mode, ownUID: 990, ownGID: 990)
      #expect(answer == file.isPrivate, "\(file)")
    }
  }

  @Test("a path is a credential only inside systemd's folder")
  func credentials() {
    let folder = "/run/credentials/ferryd.service"
    #expect(SecretFile.isInCredentials("\(folder)/key", folder: folder))
    #expect(!SecretFile.isInCredentials("\(folder)/../other/key", folder: folder))
    #expect(!SecretFile.isInCredentials("\(folder)x/key", folder: folder))
    #expect(!SecretFile.isInCredentials("\(folder)/key", folder: nil))
    #expect(!SecretFile.isInCredentials("key", folder: ""))
  }
}
