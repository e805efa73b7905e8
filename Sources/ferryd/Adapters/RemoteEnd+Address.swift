import Migration
import Secrets
import Transfer

extension RemoteEnd {
  /// An address's place, and the way to its secret.
  init(_ place: BucketPlace, of address: Address, _ vault: SecretVault) {
    let (version, name) = (address.version, address.name)
    self.init(place, name: name, version: version) { () throws(BucketEnd.NoCredentials) in
      guard let access = place.access else { return nil }
      do throws(SecretProblem) {
        if place.isRclones {
          return (try vault.openText(access.secret, ofAddress: version), nil)
        }
        let key = try vault.open(access.secret, ofAddress: version)
        return (key.secret, key.token)
      } catch {
        throw .init("address '\(name)' has no secret: \(error)")
      }
    }
  }
}
