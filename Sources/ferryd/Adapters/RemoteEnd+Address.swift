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
        return try vault.open(access.secret, ofAddress: version, hasLines: place.isRclones)
      } catch {
        throw .init("address '\(name)' has no secret: \(error)")
      }
    }
  }
}
