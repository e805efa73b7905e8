public import Migration
public import Platform
import Signing
import Synchronization

/// Where the secrets of addresses come from, and how those that came by request are kept.
///
/// Used on any thread. What it opens is told to the log's redactor before anybody has it.
public final class SecretVault: Sendable {
  private let ring: Mutex<KeyRing>
  private let credentials: String?
  private let redactor: Redactor

  /// A vault of a daemon.
  ///
  /// - Parameters:
  ///   - folder: Its state folder.
  ///   - credentials: `$CREDENTIALS_DIRECTORY`; nil if there is none.
  ///   - redactor: Is told of every secret.
  public init(folder: String, credentials: String?, redactor: Redactor) {
    ring = Mutex(KeyRing(folder: folder, credentials: credentials))
    self.credentials = credentials
    self.redactor = redactor
  }

  /// What is wrong with the keys that are there; none if nothing is.
  public var problems: [String] { ring.withLock { $0.problems } }

  /// Makes the key file if there is no key.
  ///
  /// - Returns: Whether it was made.
  /// - Throws: Why there is none.
  public func makeKey() throws(SecretProblem) -> Bool {
    try ring.withLock { (ring) throws(SecretProblem) in try ring.makeIfMissing() }
  }

  /// Seals a secret for an address; only with that address is it opened again.
  ///
  /// - Parameter version: The address's ID.
  /// - Throws: Why there is no key.
  public func seal(
    _ key: AccessSecret, forAddress version: String
  ) throws(SecretProblem) -> SecretSource {
    learn(key)
    // Whoever gives a secret while the key is lost begins with a new one.
    _ = try makeKey()
    guard let master = ring.withLock({ $0.keys.first }) else {
      throw SecretProblem("there is no key to encrypt the secret with")
    }
    do {
      let sealed = try AEAD(key: master.secret).seal(key.lines, associated: Self.owner(version))
      return .sealed([Self.form] + master.name + sealed)
    } catch {
      throw SecretProblem("the secret cannot be encrypted: \(error)")
    }
  }

  /// Gets the secret of an address; a file is read anew each time.
  ///
  /// Blocks as long as a file's file system does.
  ///
  /// - Parameter version: The address's ID.
  /// - Throws: Why it cannot be had now.
  public func open(
    _ source: SecretSource, ofAddress version: String
  ) throws(SecretProblem) -> AccessSecret {
    let key =
      switch source {
      case .file(let path): try read(path.text)
      case .credential(let name): try credential(name)
      case .sealed(let bytes): AccessSecret(lines: try unseal(bytes, version))
      }
    learn(key)
    return key
  }

  /// Gets a secret that may be a text of several lines: a password, a private key, or a configuration.
  ///
  /// - Parameter version: The address's ID.
  /// - Throws: Why it cannot be had now.
  public func openText(
    _ source: SecretSource, ofAddress version: String
  ) throws(SecretProblem) -> Secret {
    let path: String
    switch source {
    case .sealed: return try open(source, ofAddress: version).secret
    case .file(let file): path = file.text
    case .credential(let name):
      guard let credentials else { return try open(source, ofAddress: version).secret }
      path = "\(credentials)/\(name)"
    }
    do {
      let text = try Self.text(path)
      redactor.learn(text)
      for part in SecretLines.parts(of: text) { redactor.learn(part) }
      return text
    } catch {
      throw SecretProblem(
        error.isMissing ? "\(path) is not there; write the secret into it" : "\(error)")
    }
  }

  /// Sees whether a secret can be had, and lets the log know it.
  ///
  /// - Parameter hasLines: Whether it may be a text of several lines.
  /// - Throws: Why it cannot be had now.
  public func look(
    _ source: SecretSource, ofAddress version: String, hasLines: Bool
  ) throws(SecretProblem) {
    if hasLines {
      _ = try openText(source, ofAddress: version)
    } else {
      _ = try open(source, ofAddress: version)
    }
  }

  /// All of a text but the end of its last line.
  private static func text(_ path: String) throws(FileReadError) -> Secret {
    let text = try SecretFile.read(path, limit: RemoteRules.secretLimit)
    guard text.count > 0 else { throw .noLine(path: path, most: 1) }
    return text.withBytes { bytes in
      var rest = bytes[...]
      while let last = rest.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
        rest.removeLast()
      }
      return Secret(copying: UnsafeRawBufferPointer(rebasing: rest))
    }
  }

  private func learn(_ key: AccessSecret) {
    redactor.learn(key.secret)
    if let token = key.token { redactor.learn(token) }
  }

  /// The secret's line, and the token's if there is one.
  private func lines(_ path: String) throws(FileReadError) -> AccessSecret {
    let lines = try SecretFile.readLines(
      path, limits: [BucketRules.secretLimit, BucketRules.tokenLimit])
    return AccessSecret(lines[0], token: lines.count == 2 ? lines[1] : nil)
  }

  private func read(_ path: String) throws(SecretProblem) -> AccessSecret {
    do {
      return try lines(path)
    } catch {
      throw SecretProblem(
        error.isMissing
          ? "AccessSecretFile= \(path) is not there; write the secret into it" : "\(error)")
    }
  }

  private func credential(_ name: String) throws(SecretProblem) -> AccessSecret {
    guard let credentials else {
      throw SecretProblem(
        "there is no credential '\(name)': systemd hands none to this daemon; add "
          + "LoadCredential=\(name):PATH to ferryd.service and restart it")
    }
    do {
      return try lines("\(credentials)/\(name)")
    } catch {
      throw SecretProblem(
        error.isMissing
          ? "there is no credential '\(name)'; add LoadCredential=\(name):PATH to ferryd.service "
            + "and restart it"
          : "\(error)")
    }
  }

  private func unseal(_ bytes: [UInt8], _ version: String) throws(SecretProblem) -> Secret {
    let head = 1 + MasterKey.nameLength
    guard bytes.count > head, bytes[0] == Self.form else {
      throw SecretProblem("the stored secret is not readable by this version; \(Self.cure)")
    }
    let (key, path) = ring.withLock { ($0.key(named: bytes[1..<head]), $0.path) }
    guard let key else {
      let why = problems.first.map { " (\($0))" } ?? ""
      throw SecretProblem(
        "the key that the stored secret was encrypted with is not there\(why); restore \(path) or "
          + "the credential \(SecretSource.keyName) and restart ferryd, or \(Self.cure)")
    }
    do {
      let aead = try AEAD(key: key.secret)
      return try aead.open(Array(bytes[head...]), associated: Self.owner(version))
    } catch {
      throw SecretProblem("the stored secret cannot be decrypted: \(error); \(Self.cure)")
    }
  }

  private static let cure = "give the secret again: ferry update-address NAME --access-secret -"

  /// The first byte of what is stored, in case there is another form one day.
  private static let form: UInt8 = 1

  private static func owner(_ version: String) -> [UInt8] {
    Array("ferry address access secret\0\(version)".utf8)
  }
}
