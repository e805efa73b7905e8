import Glibc
import Migration
import Platform
import TestSupport
import Testing

@testable import Secrets

@Suite struct SecretVaultTests {
  @Test("what is sealed for an address is opened for it only, with its key only")
  func sealed() throws {
    try Scratch.with("vault") { folder in
      let redactor = Redactor()
      let vault = SecretVault(folder: folder, credentials: nil, redactor: redactor)
      #expect(vault.problems.isEmpty)
      let source = try vault.seal(AccessSecret(Secret("hush, a secret")), forAddress: "one")
      #expect(said(vault, source, "one") == "hush, a secret")
      #expect(redactor.clean("hush, a secret") == "***")
      #expect(said(vault, source, "two").hasPrefix("the stored secret cannot be decrypted"))
      guard case .sealed(let bytes) = source else { throw SecretProblem("\(source) is not sealed") }
      #expect(!bytes.contains("hush".utf8))
      for position in bytes.indices {
        var other = bytes
        other[position] ^= 0x40
        #expect(said(vault, .sealed(other), "one") != "hush, a secret", "byte \(position)")
      }
      for count in 0..<bytes.count {
        _ = said(vault, .sealed(Array(bytes[..<count])), "one")
      }
      // Another process, the same key.
      let next = SecretVault(folder: folder, credentials: nil, redactor: Redactor())
      #expect(said(next, source, "one") == "hush, a secret")
    }
  }

  @Test("a temporary key's token is kept with its secret, and neither is told")
  func token() throws {
    try Scratch.with("vault") { folder in
      let redactor = Redactor()
      let vault = SecretVault(folder: folder, credentials: folder, redactor: redactor)
      let key = AccessSecret(Secret("hush, a secret"), token: Secret("a token that is long"))
      try AtomicFile.write(Array("hush, a secret\na token that is long\n".utf8), to: folder + "/k")
      for source in [
        try vault.seal(key, forAddress: "one"), .file(try LocalFile(folder + "/k")),
        .credential("k"),
      ] {
        let opened = try vault.open(source, ofAddress: "one")
        #expect(opened.secret.withText { $0 } == "hush, a secret")
        #expect(opened.token?.withText { $0 } == "a token that is long")
      }
      #expect(redactor.clean("x a token that is long y") == "x *** y")
      let lasting = try vault.seal(AccessSecret(Secret("hush, a secret")), forAddress: "one")
      #expect(try vault.open(lasting, ofAddress: "one").token == nil)
    }
  }

  @Test("a key that is gone, wrong or open to others is told, and comes back")
  func keys() throws {
    try Scratch.with("vault") { folder in
      let path = "\(folder)/secret.key"
      let vault = SecretVault(folder: folder, credentials: nil, redactor: Redactor())
      #expect(try vault.makeKey())
      #expect(try !vault.makeKey())
      let source = try vault.seal(AccessSecret(Secret("hush, a secret")), forAddress: "one")
      let key = try FileText.read(path, limit: 100)
      #expect(key.count == 32)
      func openedNow() -> String {
        said(
          SecretVault(folder: folder, credentials: nil, redactor: Redactor()), source, "one")
      }
      unlink(path)
      let lost = openedNow()
      #expect(lost.contains("is not there; restore \(path)"), "\(lost)")
      #expect(lost.contains("give the secret again: ferry update-address"), "\(lost)")
      try AtomicFile.write([UInt8](repeating: 7, count: 32), to: path)
      #expect(openedNow().contains("is not there; restore"))
      for short in [0, 31, 33] {
        try AtomicFile.write([UInt8](repeating: 7, count: short), to: path)
        #expect(openedNow().contains("is no key: it has to have 32 bytes"))
        // What is there is not written over.
        let other = SecretVault(folder: folder, credentials: nil, redactor: Redactor())
        #expect(throws: SecretProblem.self) { try other.makeKey() }
        #expect(try FileText.read(path, limit: 100).count == short)
      }
      try AtomicFile.write(key, to: path, mode: 0o644)
      #expect(openedNow().contains("open to others"))
      try AtomicFile.write(key, to: path)
      #expect(openedNow() == "hush, a secret")
    }
  }

  @Test("a credential's key seals before the file's, and both open")
  func ring() throws {
    try Scratch.with("vault") { folder in
      let old = SecretVault(folder: folder, credentials: nil, redactor: Redactor())
      let before = try old.seal(AccessSecret(Secret("by the file")), forAddress: "one")
      try AtomicFile.write([UInt8](repeating: 9, count: 32), to: "\(folder)/ferry.key")
      let both = SecretVault(folder: folder, credentials: folder, redactor: Redactor())
      let after = try both.seal(AccessSecret(Secret("by the credential")), forAddress: "one")
      #expect(said(both, before, "one") == "by the file")
      #expect(said(both, after, "one") == "by the credential")
      unlink("\(folder)/secret.key")
      let alone = SecretVault(folder: folder, credentials: folder, redactor: Redactor())
      #expect(said(alone, after, "one") == "by the credential")
      #expect(said(alone, before, "one").contains("is not there"))
      #expect(try !alone.makeKey())
    }
  }

  @Test("a file is read at each use, a credential where systemd puts it")
  func outside() throws {
    try Scratch.with("vault") { folder in
      let redactor = Redactor()
      let vault = SecretVault(folder: folder, credentials: folder, redactor: redactor)
      let file = SecretSource.file(try LocalFile("\(folder)/nas.secret"))
      #expect(said(vault, file, "").contains("nas.secret is not there"))
      for text in ["the first one", "the second one"] {
        try AtomicFile.write(Array("\(text)\n".utf8), to: "\(folder)/nas.secret")
        #expect(said(vault, file, "") == text)
        #expect(redactor.clean(text) == "***")
      }
      #expect(said(vault, .credential("nas.secret"), "") == "the second one")
      #expect(said(vault, .credential("none"), "").contains("LoadCredential=none:PATH"))
      let bare = SecretVault(folder: folder, credentials: nil, redactor: redactor)
      #expect(said(bare, .credential("nas.secret"), "").contains("hands none to this daemon"))
    }
  }

  /// The secret, or what is wrong with it.
  private func said(_ vault: SecretVault, _ source: SecretSource, _ version: String) -> String {
    do throws(SecretProblem) {
      return try vault.open(source, ofAddress: version).secret.withText { $0 } ?? "no text"
    } catch {
      return error.description
    }
  }
}
