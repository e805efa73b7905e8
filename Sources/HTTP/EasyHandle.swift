import CCurl

/// One of libcurl's handles, with the connections that it keeps.
///
/// The first option that libcurl refuses is remembered, so that not every call needs a look.
struct EasyHandle: ~Copyable {
  private let raw: UnsafeMutableRawPointer
  /// Where libcurl writes what went wrong.
  private let errorText: UnsafeMutablePointer<CChar>
  private var firstRefusal = CURLE_OK
  /// libcurl keeps a pointer to it, up to the handle's end.
  private let exchange: Exchange

  /// A fresh handle whose requests an exchange sees; nil without memory.
  init?(_ exchange: Exchange) {
    guard let raw = curl_easy_init() else { return nil }
    self.raw = raw
    self.exchange = exchange
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    set(CURLOPT_ERRORBUFFER, pointer: errorText)
    call(Unmanaged.passUnretained(exchange).toOpaque())
  }

  deinit {
    curl_easy_cleanup(raw)
    errorText.deallocate()
  }

  /// What was refused since the last call.
  mutating func takeRefusal() -> CURLcode {
    defer { firstRefusal = CURLE_OK }
    return firstRefusal
  }

  /// Sends the request and waits for the end of its answer.
  func perform() -> CURLcode {
    errorText[0] = 0
    return curl_easy_perform(raw)
  }

  mutating func set(_ option: CURLoption, _ number: Int) {
    note(ferry_curl_set_number(raw, option, number))
  }

  mutating func set(_ option: CURLoption, _ value: Bool) {
    set(option, value ? 1 : 0)
  }

  mutating func set(_ option: CURLoption, size: Int64) {
    note(ferry_curl_set_size(raw, option, curl_off_t(size)))
  }

  /// libcurl keeps a copy; nil resets.
  mutating func set(_ option: CURLoption, text: String?) {
    if let text {
      note(ferry_curl_set_text(raw, option, text))
    } else {
      note(ferry_curl_set_text(raw, option, nil))
    }
  }

  /// libcurl keeps the pointer.
  mutating func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) {
    note(ferry_curl_set_pointer(raw, option, pointer))
  }

  mutating func set(_ option: CURLoption, stream function: curl_write_callback) {
    note(ferry_curl_set_stream(raw, option, function))
  }

  mutating func setSeek(_ function: curl_seek_callback) {
    note(ferry_curl_set_seek(raw, function))
  }

  mutating func setProgress(_ function: curl_xferinfo_callback) {
    note(ferry_curl_set_progress(raw, function))
  }

  mutating func setOpen(_ function: curl_opensocket_callback) {
    note(ferry_curl_set_open(raw, function))
  }

  mutating func setReady(_ function: curl_prereq_callback) {
    note(ferry_curl_set_ready(raw, function))
  }

  /// The session of TLS of the present connection; nil if there is none.
  var session: OpaquePointer? { ferry_curl_session(raw).map { OpaquePointer($0) } }

  /// 0 if it is not known.
  func number(_ info: CURLINFO) -> Int {
    ferry_curl_number(raw, info)
  }

  /// What the last request failed of, in libcurl's words, without control characters: some of it
  /// comes from the server.
  func text(of code: CURLcode) -> String {
    let said = String(cString: errorText)
    let text = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
    return String(text.map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } ? $0 : "?" })
  }

  private mutating func note(_ code: CURLcode) {
    if firstRefusal == CURLE_OK { firstRefusal = code }
  }
}
