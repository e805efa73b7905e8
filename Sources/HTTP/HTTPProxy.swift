/// How a client finds its proxy.
public enum HTTPProxy: Hashable, Sendable {
  /// By `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, as other programs do.
  case environment
  /// None is used, whatever the environment says.
  case none
  /// By its URL, which may hold a password: no error shows it.
  case url(String)
}
