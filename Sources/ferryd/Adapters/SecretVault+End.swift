import HTTP
import Migration
import S3
import Secrets
import Transfer

extension SecretVault {
  /// A bucket of an address, and the way to its secret.
  func end(
    _ place: BucketPlace, of address: Address, settings: HTTPSettings = HTTPSettings()
  ) -> BucketEnd {
    let (version, name) = (address.version, address.name)
    var settings = settings
    settings.authorities = place.authority?.text
    return BucketEnd(place, settings: settings) { () throws(BucketEnd.NoCredentials) in
      guard let access = place.access else { return nil }
      do throws(SecretProblem) {
        let key = try self.open(access.secret, ofAddress: version)
        return S3Credentials(accessID: access.id, secret: key.secret, token: key.token)
      } catch {
        throw .init("address '\(name)' has no secret: \(error)")
      }
    }
  }
}
