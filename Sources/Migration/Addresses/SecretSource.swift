/// Where an address's secret is kept; never the secret itself.
public enum SecretSource: Hashable, Sendable {
  /// A file that is read at each use: what is written into it next holds from then on.
  case file(LocalFile)
  /// A credential that systemd hands to the service when it starts (systemd.exec(5)).
  case credential(String)
  /// In the database, encrypted with the daemon's key and bound to its address.
  case sealed([UInt8])

  /// Where it is, for people: `file PATH`, `credential NAME`, `stored encrypted`.
  public var text: String {
    switch self {
    case .file(let path): "file \(path)"
    case .credential(let name): "credential \(name)"
    case .sealed: "stored encrypted"
    }
  }

  /// What is wrong with a credential's name; nil if nothing is.
  ///
  /// It is a file's name. The text is not shown: it could be the secret itself by mistake.
  public static func problem(withCredential name: String) -> String? {
    let isName =
      (1...255).contains(name.utf8.count) && name != "." && name != ".."
      && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/:".utf8.contains($0) }
    guard isName, name != keyName else {
      return isName
        ? "names the daemon's own key; name the credential of this address"
        : "is no name of a credential: 1 to 255 visible ASCII characters without '/' and ':'"
    }
    return nil
  }

  /// The credential with the key that seals secrets.
  public static let keyName = "ferry.key"
}
