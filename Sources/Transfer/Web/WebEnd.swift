public import HTTP
import Migration

/// How the objects of a list of URLs are got.
public struct WebEnd: Sendable {
  /// What is alike in all requests; whether private networks may be reached is among it.
  public let settings: HTTPSettings
  /// What tells the list from others.
  public let name: String

  /// - Parameters:
  ///   - name: What tells the list from others.
  ///   - reachesPrivate: Whether URLs may lead into private networks, and to this machine.
  public init(_ name: String, reachesPrivate: Bool, settings: HTTPSettings = HTTPSettings()) {
    self.name = name
    var settings = settings
    if !reachesPrivate { settings.mayConnect = { !PrivateNetwork.contains($0) } }
    self.settings = settings
  }

  /// What tells it from others, where a folder has an inode number.
  var identity: UInt64 {
    var hash = FNV1a()
    hash.mix(name.utf8)
    return hash.value
  }
}
