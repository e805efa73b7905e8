public import Platform

/// Version 4 of the signature that Alibaba Cloud's OSS takes, and with it the migration service.
///
/// Not Amazon's version 4, although it looks alike: a query's empty value has no `=`, the host is
/// not signed unless it is named, and the key begins with another word.
///
/// Source: "Include signatures in the Authorization header (V4)", Alibaba Cloud OSS API reference;
/// checked against what the vendor's SDK sends.
public enum OSSV4 {
  /// The signature of a request by a key, as it stands in hexadecimal digits in `Authorization`.
  ///
  /// - Parameters:
  ///   - request: What is signed.
  ///   - scope: The day and the region that the request names.
  ///   - secret: The key's secret.
  public static func signature(
    of request: OSSV4Request, scope: OSSV4Scope, secret: Secret
  ) throws(SigningError) -> [UInt8] {
    let text = try textToSign(request, scope)
    let key = try signingKey(scope, secret)
    return Array(HexText.encode(try SHA256.authenticationCode(of: text, key: key)).utf8)
  }

  /// The text that a request is told by, before it is hashed.
  static func canonical(_ request: OSSV4Request) -> [UInt8] {
    let signed = request.headers.filter { header in
      header.name == "content-md5" || header.name == "content-type"
        || header.name.hasPrefix("x-oss-") || request.additionalHeaders.contains(header.name)
    }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var text = "\(request.method)\n\(request.path)\n\(query(request.query))\n"
    for header in signed { text += "\(header.name):\(header.value.withoutEndBlanks)\n" }
    text += "\n" + request.additionalHeaders.sorted().joined(separator: ";")
    text += "\n" + request.payload
    return Array(text.utf8)
  }

  static func textToSign(
    _ request: OSSV4Request, _ scope: OSSV4Scope
  ) throws(SigningError) -> [UInt8] {
    let digest = HexText.encode(try SHA256.digest(of: canonical(request)))
    return Array("\(OSSV4Authorization.scheme)\n\(request.time)\n\(scope.text)\n\(digest)".utf8)
  }

  /// The query in the order of its encoded names; an empty value has no `=`.
  static func query(_ items: [(name: String, value: String)]) -> String {
    let pairs = items.map { (name: encoded($0.name), value: encoded($0.value)) }
    let sorted = pairs.sorted { left, right in
      left.name == right.name
        ? left.value.lexicographicallyPrecedes(right.value)
        : left.name.lexicographicallyPrecedes(right.name)
    }
    let texts = sorted.map { pair in
      let name = String(decoding: pair.name, as: UTF8.self)
      return pair.value.isEmpty ? name : "\(name)=\(String(decoding: pair.value, as: UTF8.self))"
    }
    return texts.joined(separator: "&")
  }

  private static func encoded(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    PercentEncoding.append(text.utf8, to: &bytes)
    return bytes
  }

  private static func signingKey(
    _ scope: OSSV4Scope, _ secret: Secret
  ) throws(SigningError) -> Secret {
    var start = Array("aliyun_v4".utf8)
    start.reserveCapacity(start.count + secret.count)
    secret.withBytes { start.append(contentsOf: $0) }
    defer { start.withUnsafeMutableBytes { Secret.clear($0) } }
    var made = Secret(start)
    for part in [scope.day, scope.region, OSSV4Scope.product, OSSV4Scope.end] {
      var code = try SHA256.authenticationCode(of: Array(part.utf8), key: made)
      defer { code.withUnsafeMutableBytes { Secret.clear($0) } }
      made = Secret(code)
    }
    return made
  }
}
