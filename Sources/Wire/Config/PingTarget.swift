/// Who is told that a run went well: a dead man's switch elsewhere misses that when it does not come.
public enum PingTarget: Hashable, Sendable {
  /// A URL as it stands in the configuration.
  case url(String)
  /// The file that holds the URL, which is a secret there.
  case file(String)

  /// As much of it as may be shown: the host, or the file's path.
  var shown: String {
    switch self {
    case .url(let url): Self.host(of: url)
    case .file(let path): path
    }
  }

  /// The longest URL that is taken, in bytes.
  public static let longest = 2_048

  /// What is wrong with a URL, nil if nothing is.
  ///
  /// The text of the problem does not repeat it: it may hold a secret.
  public static func problem(with url: String) -> String? {
    guard
      let rest = ["https://", "http://"].lazy.compactMap({ remainder(of: url, after: $0) }).first
    else { return "is no URL that begins with https:// or http://" }
    guard url.utf8.count <= longest else { return "is longer than \(longest) bytes" }
    guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return "has other characters than a URL may have"
    }
    guard let first = rest.utf8.first, !"/?#".utf8.contains(first) else {
      return "names no host"
    }
    return nil
  }

  /// The host of a URL without its port and without a password, for messages.
  public static func host(of url: String) -> String {
    let rest =
      ["https://", "http://"].lazy.compactMap { remainder(of: url, after: $0) }.first ?? ""
    let authority = rest.prefix { !"/?#".contains($0) }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    guard host.hasPrefix("[") else { return String(host.prefix { $0 != ":" }) }
    return host.prefix { $0 != "]" } + "]"
  }

  private static func remainder(of url: String, after scheme: String) -> Substring? {
    url.lowercased().hasPrefix(scheme) ? url.dropFirst(scheme.count) : nil
  }
}
