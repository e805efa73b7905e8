import HTTP
import Migration
import Platform
import Secrets
import Transfer

/// Looks at a list, and at what it names first, from inside the daemon: what a run would find.
enum ListProbe {
  /// What a look at a list has found.
  struct Finding {
    var problem: Verification.Problem?
    /// The first key, and the first URL.
    var key: [UInt8]?
    var url: [UInt8]?
  }

  /// What is wrong with a list whose objects are in a bucket or on the web; nil if nothing is.
  ///
  /// - Parameters:
  ///   - needsList: Whether the list itself is looked at; a retry needs none.
  ///   - seconds: How long each look may take.
  static func problem(
    with address: Address, _ place: InventoryPlace, paths: PathRules, vault: SecretVault,
    needsList: Bool, seconds: Int
  ) -> Verification.Problem? {
    if let unserved = address.unserved {
      return .init(code: unserved.code.word, message: unserved.message)
    }
    var found = Finding()
    if needsList {
      found = look(at: address, place, paths: paths, vault: vault, seconds: seconds)
      if let problem = found.problem { return problem }
    }
    switch place.data {
    case .folder: return nil
    case .bucket(let bucket):
      let problem = BucketProbe.problem(
        with: address, bucket, vault: vault, writes: false, seconds: seconds, key: found.key)
      // Without a key to ask for, that the bucket may not be listed tells nothing.
      return !needsList && problem?.code == "AccessDenied" ? nil : problem
    case .web(let reachesPrivate):
      guard let url = found.url else { return nil }
      return problem(withURL: url, reachesPrivate, seconds)
    }
  }

  /// Looks at the list itself.
  static func look(
    at address: Address, _ place: InventoryPlace, paths: PathRules, vault: SecretVault, seconds: Int
  ) -> Finding {
    let order = InventoryOrder(
      place, origin: address.origin, paths: paths, scratch: ""
    ) { vault.end($0, of: address, settings: settings(seconds)) }
    let found = Within.seconds(seconds) { InventoryLook.look(at: order) }
    guard let found else { return Finding(problem: late(place.path, seconds)) }
    return Finding(
      problem: found.problem.map { .init(code: "InvalidInventory", message: $0) }, key: found.key,
      url: found.url)
  }

  private static func problem(
    withURL url: [UInt8], _ reachesPrivate: Bool, _ seconds: Int
  ) -> Verification.Problem? {
    let end = WebEnd("", reachesPrivate: reachesPrivate, settings: settings(seconds))
    guard let found = Within.seconds(seconds, { WebLook.problem(withURL: url, end) }) else {
      return late("the first URL of the list", seconds)
    }
    return found.map { .init(code: $0.code, message: $0.text) }
  }

  private static func settings(_ seconds: Int) -> HTTPSettings {
    var settings = HTTPSettings()
    settings.connectTimeout = .seconds(seconds)
    settings.stallTimeout = .seconds(seconds)
    return settings
  }

  private static func late(_ what: String, _ seconds: Int) -> Verification.Problem {
    .init(
      code: "TimedOut",
      message: "\(what) has not answered in \(seconds) s; is its server or disk gone?")
  }
}
