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
  ///   - key: One of its objects, which is looked at where the bucket may not be listed.
  static func problem(
    with address: Address, _ place: BucketPlace, vault: SecretVault, writes: Bool, seconds: Int,
    key: [UInt8]? = nil
  ) -> Verification.Problem? {
    if let unserved = address.unserved {
      return .init(code: unserved.code.word, message: unserved.message)
    }
    guard let endpoint = S3Endpoint(place) else { return nil }
    let version = address.version
    let found = Within.seconds(seconds) {
      look(endpoint, place, version, vault: vault, writes: writes, seconds: seconds, key)
    }
    return found ?? late(endpoint, seconds)
  }

  private static func look(
    _ endpoint: S3Endpoint, _ place: BucketPlace, _ version: String, vault: SecretVault,
    writes: Bool, seconds: Int, _ key: [UInt8]?
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
      do throws(S3Error) {
        try client.look(prefix: Array(place.prefix.utf8), writes: writes)
      } catch {
        // Who has a list need not be able to make one.
        guard case .denied = error.reason, let key else { throw error }
        do throws(S3Error) {
          _ = try client.head(Array(place.prefix.utf8) + key)
        } catch {
          guard case .noSuchKey = error.reason else { throw error }
        }
      }
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
