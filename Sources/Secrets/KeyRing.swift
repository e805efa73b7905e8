import Glibc
import Platform
import Signing

/// The daemon's keys: the credential `ferry.key` if systemd hands one over, and the file
/// `secret.key` of the state folder.
///
/// The first that is there seals, all open: so a key can move from the file into a credential.
struct KeyRing: Sendable {
  /// What the credential's place and the file hold.
  private(set) var keys: [MasterKey] = []
  /// Why a key that is there cannot be used.
  private(set) var problems: [String] = []
  /// The file's path.
  let path: String

  /// Looks for the keys.
  ///
  /// - Parameters:
  ///   - folder: The daemon's state folder.
  ///   - credentials: `$CREDENTIALS_DIRECTORY`; nil if there is none.
  init(folder: String, credentials: String?) {
    path = "\(folder)/secret.key"
    if let credentials { add("\(credentials)/ferry.key") }
    add(path)
  }

  /// Makes the key file where there is neither a key nor something that should have been one.
  ///
  /// - Returns: Whether it was made.
  /// - Throws: Why there is no key to seal with.
  mutating func makeIfMissing() throws(SecretProblem) -> Bool {
    guard keys.isEmpty else { return false }
    guard problems.isEmpty else {
      throw SecretProblem(problems.joined(separator: "; ") + "; mend that and restart ferryd")
    }
    do throws(SystemError) {
      let secret = try Secret.random(count: AEAD.keyLength)
      // Durable before anything is sealed with it.
      try AtomicFile.make(secret, at: path)
    } catch {
      throw SecretProblem("the key that encrypts secrets cannot be made: \(error)")
    }
    // From the disk, as the next start will read it.
    add(path)
    guard !keys.isEmpty else { throw SecretProblem(problems.joined(separator: "; ")) }
    return true
  }

  /// The key of a name.
  func key(named name: ArraySlice<UInt8>) -> MasterKey? {
    keys.first { $0.name.elementsEqual(name) }
  }

  private mutating func add(_ path: String) {
    do {
      let secret = try SecretFile.read(path, limit: 4096)
      guard secret.count == AEAD.keyLength else {
        problems.append("\(path) is no key: it has to have \(AEAD.keyLength) bytes")
        return
      }
      keys.append(try MasterKey(secret))
    } catch let error as FileReadError where error.isMissing {
      return
    } catch {
      problems.append("the key that encrypts secrets cannot be read: \(error)")
    }
  }
}
