import CCurl

/// libcurl as a whole: it is prepared once for the process.
public enum HTTPLibrary {
  /// Whether libcurl can be used; the first to ask prepares it.
  ///
  /// A daemon asks before it has threads: what libcurl prepares may be prepared by others at the
  /// same time (TLS libraries are). Source: curl_global_init(3).
  public static let isReady: Bool = ferry_curl_begin() != 0
}
