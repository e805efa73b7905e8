import CCurl

extension HTTPClient {
  /// Sets what stays as it is for all requests.
  static func apply(_ settings: HTTPSettings, to handle: inout EasyHandle) {
    handle.set(CURLOPT_PROTOCOLS_STR, text: "http,https")
    handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    // A key may hold dots and slashes that mean nothing to a service.
    handle.set(CURLOPT_PATH_AS_IS, true)
    handle.set(CURLOPT_DISALLOW_USERNAME_IN_URL, true)
    handle.set(CURLOPT_USERAGENT, text: settings.userAgent)
    handle.set(CURLOPT_NOSIGNAL, true)
    handle.set(CURLOPT_BUFFERSIZE, bufferSize)
    handle.set(CURLOPT_UPLOAD_BUFFERSIZE, bufferSize)
    handle.set(CURLOPT_TCP_NODELAY, true)
    handle.set(CURLOPT_TCP_KEEPALIVE, true)
    handle.set(CURLOPT_MAXCONNECTS, 4)
    let (seconds, attoseconds) = settings.connectTimeout.components
    let limit = Int(clamping: min(seconds, 86_400) * 1_000 + attoseconds / 1_000_000_000_000_000)
    handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, limit))
    // A thread that looks up a name is left to itself: who stops does not wait for it.
    handle.set(CURLOPT_QUICK_EXIT, true)
    handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    // Otherwise libcurl would read the authorities, and keep them, for each connection.
    let isVerified = settings.verifiesTLS && !Authorities.areUsed
    handle.set(CURLOPT_SSL_VERIFYPEER, isVerified)
    handle.set(CURLOPT_SSL_VERIFYHOST, isVerified ? 2 : 0)
    if Authorities.areUsed {
      handle.set(CURLOPT_CAINFO, text: nil)
      handle.set(CURLOPT_CAPATH, text: nil)
    } else if let authorities = settings.authorities {
      handle.set(CURLOPT_CAINFO, text: authorities)
      handle.set(CURLOPT_CAPATH, text: nil)
    }
    if let socket = settings.unixSocket { handle.set(CURLOPT_UNIX_SOCKET_PATH, text: socket) }
    switch settings.proxy {
    case .environment: break
    case .none: handle.set(CURLOPT_PROXY, text: "")
    case .url(let url): handle.set(CURLOPT_PROXY, text: url)
    }
    // What a proxy says about its tunnel is not the answer.
    handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
  }
}
