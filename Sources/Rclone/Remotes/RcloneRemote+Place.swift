public import Migration
public import Platform
import S3

extension RcloneRemote {
  /// The place of an address.
  ///
  /// - Parameters:
  ///   - place: Where it is.
  ///   - name: The address's.
  ///   - version: The address's ID.
  ///   - secret: What opens it; nil if nothing is needed.
  ///   - token: What makes a temporary key valid; nil for a lasting one.
  /// - Throws: What of it cannot be used; never with a byte of the secret.
  public init(
    _ place: BucketPlace, name: Name, version: String, secret: Secret?, token: Secret? = nil
  ) throws(RcloneError) {
    guard place.authority == nil else {
      throw RcloneError(
        .refused(status: 400),
        "AuthorityFile= of address '\(name)' is not known to rclone; add that authority to those of "
          + "the system (update-ca-certificates), and take the key out")
    }
    // In rclone's notation no name ends with a hyphen.
    let name = "ferry.\(name)" + (name.text.hasSuffix("-") ? "." : "")
    if let profile = place.kind.rclone, !place.kind.speaksS3 {
      guard !profile.backend.isEmpty else {
        self = try OwnRemotes(secret, file: place.access?.secret.text ?? "").remote(
          place.bucket, root: Self.root(place))
        return
      }
      let options = RemoteRules.options(place.options).map { Setting($0.key, $0.value) }
      self.init(
        name: name, owner: version, backend: profile.backend,
        settings: try Self.settings(place, profile.backend, secret) + options,
        root: Self.root(place), isStore: profile.isStore)
    } else {
      guard let endpoint = S3Endpoint(place) else {
        throw RcloneError(.refused(status: 400), "\(place.kind.title) is not reached by rclone")
      }
      self.init(
        name: name, owner: version, backend: "s3",
        settings: Self.settings(endpoint, place, secret, token), root: Self.root(place),
        isStore: true,
        asksForTimes: true)
    }
  }

  private static func root(_ place: BucketPlace) -> String {
    var path = place.kind.rclone?.backend.isEmpty == true ? "" : place.bucket
    if !path.isEmpty, !place.prefix.isEmpty { path += "/" }
    path += place.prefix
    // The root of all stays one.
    if path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// The settings of ferry's own kinds, in the words of rclone's documentation.
  private static func settings(
    _ place: BucketPlace, _ backend: String, _ secret: Secret?
  ) throws(RcloneError) -> [Setting] {
    let (host, port) = hostAndPort(place.domain)
    var found: [Setting] = []
    let account = place.access?.id ?? ""
    switch backend {
    case "sftp", "ftp", "smb":
      found = [Setting("host", host)]
      if let port { found.append(Setting("port", port)) }
      if !account.isEmpty { found.append(Setting("user", account)) }
      if let secret { found.append(backend == "sftp" ? key(secret) : Setting("pass", secret)) }
      if backend == "sftp" { found.append(Setting("encoding", "Raw")) }
    case "webdav":
      found = [Setting("url", url(place.domain))]
      if !account.isEmpty { found.append(Setting("user", account)) }
      if let secret { found.append(Setting("pass", secret)) }
    case "hdfs":
      found = [Setting("namenode", port == nil ? host + ":8020" : place.domain)]
      found.append(Setting("encoding", "Raw"))
    case "azureblob":
      let isLink = secret?.withText { $0.hasPrefix("https://") } == true
      found = [Setting("account", account), Setting("no_check_container", "true")]
      if let secret { found.append(Setting(isLink ? "sas_url" : "key", secret)) }
      if !isLink { found.append(Setting("endpoint", url(place.domain))) }
    default:
      // Line ends mean nothing in JSON, and a setting is one line.
      let line = secret?.withText { Secret(String($0.map { $0.isNewline ? " " : $0 })) } ?? nil
      found = [Setting("no_check_bucket", "true"), Setting("bucket_policy_only", "true")]
      found.append(
        line.map { Setting("service_account_credentials", $0) } ?? Setting("anonymous", "true"))
      if !place.domain.isEmpty { found.append(Setting("endpoint", url(place.domain))) }
    }
    return found
  }

  /// A private key is told from a password by its first line.
  private static func key(_ secret: Secret) -> Setting {
    let key = secret.withText { text -> Secret? in
      guard text.hasPrefix("-----BEGIN") else { return nil }
      var line = ""
      for character in text {
        if character.isNewline { line += "\\n" } else { line.append(character) }
      }
      return Secret(line)
    }
    guard let key = key ?? nil else { return Setting("pass", secret) }
    return Setting("key_pem", key)
  }

  private static func settings(
    _ endpoint: S3Endpoint, _ place: BucketPlace, _ secret: Secret?, _ token: Secret?
  ) -> [Setting] {
    var host = endpoint.host
    // Where the bucket's name stands in the host's, rclone puts it there itself.
    if !endpoint.isPathStyle, host.hasPrefix("\(endpoint.bucket).") {
      host.removeFirst(endpoint.bucket.count + 1)
    }
    var found = [
      Setting("provider", "Other"), Setting("no_check_bucket", "true"),
      Setting("endpoint", (endpoint.isTLS ? "https://" : "http://") + host),
      Setting("region", endpoint.region),
      Setting("force_path_style", endpoint.isPathStyle ? "true" : "false"),
      Setting("list_version", endpoint.profile.listsByToken ? "2" : "1"),
    ]
    if let access = place.access, let secret {
      found += [Setting("access_key_id", access.id), Setting("secret_access_key", secret)]
      if let token { found.append(Setting("session_token", token)) }
    }
    return found
  }

  private static func url(_ domain: String) -> String {
    domain.contains("://") ? domain : "https://\(domain)"
  }

  /// The parts of a host with a port; a scheme before it means nothing here.
  static func hostAndPort(_ domain: String) -> (host: String, port: String?) {
    var name = domain[...]
    if let scheme = domain.range(ofText: "://") { name = domain[scheme...] }
    if name.first == "[", let end = name.lastIndex(of: "]") {
      let rest = name[name.index(after: end)...].dropFirst()
      let host = name[name.index(after: name.startIndex)..<end]
      return (String(host), rest.isEmpty ? nil : String(rest))
    }
    guard let colon = name.lastIndex(of: ":") else { return (String(name), nil) }
    return (String(name[..<colon]), String(name[name.index(after: colon)...]))
  }
}

extension String {
  /// Where the text after another one begins.
  fileprivate func range(ofText mark: String) -> Index? {
    var position = startIndex
    while position < endIndex {
      if self[position...].hasPrefix(mark) { return index(position, offsetBy: mark.count) }
      position = index(after: position)
    }
    return nil
  }
}
