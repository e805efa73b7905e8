/// What `ferryd.conf` says about clients elsewhere.
public struct ListenConfig: Hashable, Sendable {
  /// Where to listen; nil for nowhere.
  public var address: ListenAddress?
  /// The path of the certificate and its chain; empty for none, and no TLS.
  public var certificate: String
  /// The path of its key.
  public var key: String
  /// Whether others than this machine's processes may be answered without TLS.
  public var allowsPlain: Bool

  /// Nowhere.
  public init() {
    (address, certificate, key, allowsPlain) = (nil, "", "", false)
  }

  /// What forbids to listen so; nil if nothing does.
  public var problem: String? {
    guard let address, certificate.isEmpty, !address.isLoopback, !allowsPlain else { return nil }
    return "\(address.text) is reached from elsewhere, and without TLS everybody on the way reads "
      + "what is said: give TLSCertificate= and TLSKey=, or listen on 127.0.0.1 behind a proxy that "
      + "speaks TLS, or say PlainHTTP=yes if the network itself is safe"
  }

  /// As a reload tells of it.
  var text: String {
    guard let address else { return "" }
    return certificate.isEmpty ? address.text : "\(address.text) (\(certificate), \(key))"
  }
}

extension ConfigReader {
  /// The keys about clients elsewhere.
  mutating func listening(_ section: String) -> Located<ListenConfig> {
    var config = ListenConfig()
    let address = read(section, "Listen", default: ListenAddress?.none) {
      text throws(ValueProblem) in try ListenAddress(text)
    }
    config.address = address.value
    let certificate = optional(section, "TLSCertificate")
    let key = optional(section, "TLSKey")
    for (name, value) in [("TLSCertificate", certificate), ("TLSKey", key)] {
      guard let source = value.source, !value.value.hasPrefix("/") || value.value.hasSuffix("/")
      else { continue }
      refuse("\(name)= is to be the absolute path of a file", at: source.place)
    }
    if let source = certificate.source ?? key.source,
      (certificate.source == nil) != (key.source == nil)
    {
      refuse("TLSCertificate= and TLSKey= belong together; give both", at: source.place)
    }
    (config.certificate, config.key) = (certificate.value, key.value)
    config.allowsPlain = read(section, "PlainHTTP", default: false, by: ConfigValue.flag).value
    if let problem = config.problem {
      refuse("Listen= \(problem)", at: address.source?.place)
    }
    return Located(config, from: address.source)
  }
}
