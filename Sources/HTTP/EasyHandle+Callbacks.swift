import CCurl

extension EasyHandle {
  /// Lets an exchange take and give what libcurl receives and sends.
  mutating func call(_ context: UnsafeMutableRawPointer) {
    for option in [
      CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_READDATA, CURLOPT_SEEKDATA,
      CURLOPT_XFERINFODATA, CURLOPT_PREREQDATA, CURLOPT_OPENSOCKETDATA,
    ] {
      set(option, pointer: context)
    }
    set(CURLOPT_HEADERFUNCTION, stream: takeLine)
    set(CURLOPT_WRITEFUNCTION, stream: takeBody)
    set(CURLOPT_READFUNCTION, stream: giveBody)
    setSeek(rewindBody)
    setProgress(lookAround)
    setReady(beConnected)
    setOpen(openSocket)
    set(CURLOPT_NOPROGRESS, false)
  }
}

private func exchange(_ context: UnsafeMutableRawPointer?) -> Exchange? {
  context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
}

// A callback that takes fewer bytes than it was handed ends the request.

private func takeLine(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return exchange(context)?.takeLine(line) == true ? line.count : failed(line.count)
}

private func takeBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let part = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return exchange(context)?.takeBody(part) == true ? part.count : failed(part.count)
}

/// Any number but the one that was handed over, and none of libcurl's own marks.
private func failed(_ count: Int) -> Int { count == 0 ? 1 : 0 }

private func giveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let room = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
  return exchange(context)?.giveBody(room) ?? Int(CURL_READFUNC_ABORT)
}

private func rewindBody(
  _ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32
) -> Int32 {
  exchange(context)?.rewindBody(to: Int64(offset)) == true ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
}

private func lookAround(
  _ context: UnsafeMutableRawPointer?, _: curl_off_t, _ down: curl_off_t, _: curl_off_t,
  _ up: curl_off_t
) -> Int32 {
  exchange(context)?.goesOn(down: Int64(down), up: Int64(up)) == true ? 0 : 1
}

private func openSocket(
  _ context: UnsafeMutableRawPointer?, _: curlsocktype,
  _ peer: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
  guard let peer, let exchange = exchange(context) else { return -1 }
  var address = [UInt8](repeating: 0, count: 16)
  let count = ferry_curl_address(peer, &address)
  guard exchange.allows(Array(address[..<Int(count)])) else { return -1 }
  return ferry_curl_socket(peer)
}

private func beConnected(
  _ context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?,
  _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32
) -> Int32 {
  exchange(context)?.connected() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}
