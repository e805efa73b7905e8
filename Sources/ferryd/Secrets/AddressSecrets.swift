import Engine
import Migration
import Platform
import Rclone
import Secrets
import Store
import Wire

/// The secrets of the addresses that are kept, as the rest of the daemon asks for them.
struct AddressSecrets: Sendable {
  let vault: SecretVault
  /// Reaches the addresses that no mover of ferry's own does.
  let rclone: RcloneService
  let reader: Reader
  let log: Log

  /// How long a look may take, in seconds; a dead mount blocks for ever.
  private static let patience = 5

  /// Seals a secret that a request brought, and the token of a temporary key.
  func seal(
    _ given: GivenSecret, _ token: GivenSecret?, forAddress version: String
  ) throws(Refusal) -> SecretSource {
    do throws(SecretProblem) {
      let key = AccessSecret(
        given.withText { Secret($0) }, token: token?.withText { Secret($0) })
      return try vault.seal(key, forAddress: version)
    } catch {
      throw error.refusal
    }
  }

  /// Why an address's secrets cannot be had now; nil if they can, or none is needed.
  func problem(with address: Address) -> Verification.Problem? {
    address.location.buckets.lazy.compactMap { problem(with: $0.access, of: address) }.first
  }

  /// Why one of them cannot be had now; nil if it can, or there is none.
  func problem(
    with access: BucketPlace.Access?, of address: Address
  ) -> Verification.Problem? {
    guard let access else { return nil }
    let (vault, version) = (vault, address.version)
    let hasLines = address.location.bucket?.isRclones == true
    let found = Within.seconds(Self.patience) { () -> SecretProblem? in
      do throws(SecretProblem) {
        try vault.look(access.secret, ofAddress: version, hasLines: hasLines)
        return nil
      } catch {
        return error
      }
    }
    guard let found else {
      return .init(
        code: "TimedOut",
        message: "\(access.secret.text) has not answered in \(Self.patience) s; "
          + "is its server or disk gone?")
    }
    return found?.problem
  }

  /// Makes the key at the first start, and not where one that is lost has sealed something.
  ///
  /// The log knows the secrets that are here and in the credentials when this returns.
  func prepare() throws(Refusal) {
    for problem in vault.problems { log.warning("\(problem)") }
    var hasSealed = false
    for address in try addresses() {
      for place in address.location.buckets {
        guard let source = place.access?.secret else { continue }
        switch source {
        case .file: continue
        case .sealed: hasSealed = true
        case .credential: break
        }
        // What cannot be had is told by `lookAside`.
        try? vault.look(source, ofAddress: address.version, hasLines: place.isRclones)
      }
    }
    guard !hasSealed else { return }
    do throws(SecretProblem) {
      if try vault.makeKey() { log.info("made the key that encrypts secrets: secret.key") }
    } catch {
      log.warning("\(error); addresses with a secret cannot be made by request")
    }
  }

  /// Looks at all secrets beside the loop: the log tells which cannot be had, and knows the others,
  /// to leave them out of its lines.
  func lookAside() {
    do {
      _ = try OwnThread(name: "secrets") { [self] in
        do throws(Refusal) {
          for address in try addresses() {
            guard let problem = problem(with: address) else { continue }
            log.warning("address '\(address.name)' has no secret: \(problem.message)")
          }
        } catch {
          log.warning("the secrets of addresses could not be looked at: \(error.message)")
        }
      }
    } catch {
      log.warning(
        "the secrets of addresses are not looked at: no thread could be started: \(error)")
    }
  }

  /// All addresses with a secret, by pages.
  private func addresses() throws(Refusal) -> [Address] {
    var found: [Address] = []
    var marker: Name?
    while true {
      let after = marker
      let page = try reader.read { (store) throws(StoreFailure) in
        try store.addresses(after: after, limit: 500)
      }
      found += page.filter { $0.location.buckets.contains { $0.access != nil } }
      guard page.count == 500, let last = page.last else { return found }
      marker = last.name
    }
  }
}
