import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite struct SecretTests {
  @Test("a secret shows as *** wherever it is printed, and is read by lending only")
  func shown() {
    let secret = Secret("hush, a secret")
    var dumped = ""
    dump([secret], to: &dumped)
    struct Holder { let inside: Secret }
    let texts = [
      "\(secret)", String(describing: secret), String(reflecting: secret), dumped,
      "\(Holder(inside: secret))", String(reflecting: Holder(inside: secret)), "\([secret])",
    ]
    for text in texts {
      #expect(!text.contains("hush"), "\(text)")
      #expect(text.contains("***"), "\(text)")
    }
    #expect(secret.withText { $0 } == "hush, a secret")
    #expect(secret.withBytes { Array($0) } == Array("hush, a secret".utf8))
    #expect(Secret([0xFF]).withText { $0 } == nil)
    #expect(Secret("").count == 0)
  }

  @Test("bytes that are cleared are zeros, and a secret is a copy of its own")
  func cleared() {
    var bytes: [UInt8] = [1, 2, 3]
    let secret = Secret(bytes)
    bytes.withUnsafeMutableBytes { Secret.clear($0) }
    #expect(bytes == [0, 0, 0])
    #expect(secret.withBytes { Array($0) } == [1, 2, 3])
    var none: [UInt8] = []
    none.withUnsafeMutableBytes { Secret.clear($0) }
  }

  @Test("a key's file is made whole, for its owner only, and never over another")
  func made() throws {
    try Scratch.with("key") { folder in
      let path = "\(folder)/secret.key"
      try AtomicFile.write([1], to: path + ".new", mode: 0o644)
      let secret = try Secret.random(count: 32)
      try AtomicFile.make(secret, at: path)
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == 0o600)
      let read = try SecretFile.read(path, limit: 32)
      #expect(read.withBytes { Array($0) } == secret.withBytes { Array($0) })
      let error = #expect(throws: SystemError.self) { try AtomicFile.make(secret, at: path) }
      #expect(error?.code == EEXIST)
      #expect(try FolderNames.read(folder) == ["secret.key"])
    }
  }
}
