import HTTP
import Migration
import Platform
import S3
import Secrets

/// Looks at a bucket from inside the daemon: what a run would find.
enum BucketProbe {
  /// What is wrong with an address's bucket; nil if nothing is.
  ///
  /// A thread of its own asks, which ends soon after the time is over.
  ///
  /// - Parameters:
  ///   - writes: Whether an object is written and deleted again, to see whether that can be done.
  ///   - seconds: How long it may take in all.
  static func problem(
    with address: Address, _ place: BucketPlace, vault: SecretVault, writes: Bool, seconds: Int
  ) -> Verification.Problem? {
    if let unserved = address.unserved {
      return .init(code: unserved.code.word, message: unserved.message)
    }
    guard let endpoint = S3Endpoint(place) else { return nil }
    let version = address.version
    let found = Within.seconds(seconds) {
      look(endpoint, place, version, vault: vault, writes: writes, seconds: seconds)
    }
    return found ?? late(endpoint, seconds)
  }

  private static func look(
    _ endpoint: S3Endpoint, _ place: BucketPlace, _ version: String, vault: SecretVault,
    writes: Bool, seconds: Int
  ) -> Verification.Problem? {
    let end = MonotonicTime.now().advanced(byNanoseconds: Int64(seconds) * 1_000_000_000)
    var settings = S3Settings()
    settings.http.authorities = place.authority?.text
    settings.http.connectTimeout = .seconds(seconds)
    settings.http.stallTimeout = .seconds(seconds)
    do {
      let credentials = try place.access.map { access throws(SecretProblem) in
        let key = try vault.open(access.secret, ofAddress: version)
        return S3Credentials(accessID: access.id, secret: key.secret, token: key.token)
      }
      let client = try S3Client(
        endpoint: endpoint, credentials: credentials, settings: settings,
        stop: { MonotonicTime.now() > end })
      try client.look(prefix: Array(place.prefix.utf8), writes: writes)
      return nil
    } catch let error as SecretProblem {
      return error.problem
    } catch let error as S3Error {
      if case .stopped = error.reason { return late(endpoint, seconds) }
      return .init(code: error.word, message: "\(error)")
    } catch {
      return .init(code: "IOError", message: "\(error)")
    }
  }

  private static func late(_ endpoint: S3Endpoint, _ seconds: Int) -> Verification.Problem {
    .init(
      code: "TimedOut",
      message: "\(endpoint.host) has not answered in \(seconds) s: is it reachable from this "
        + "machine, or overloaded?")
  }
}
