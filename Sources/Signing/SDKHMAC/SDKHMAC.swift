public import Platform

/// The signature that the SDKs of Huawei Cloud make: the key's secret signs the request directly.
///
/// Source: "Signing Process", Huawei Cloud API Gateway; checked against what the vendor's SDK sends.
public enum SDKHMAC {
  /// The signature of a request by a key, as it stands in hexadecimal digits in `Authorization`.
  ///
  /// - Parameters:
  ///   - request: What is signed.
  ///   - names: The headers that are signed, in small letters and in their order.
  ///   - secret: The key's secret.
  public static func signature(
    of request: SDKHMACRequest, signing names: [String], secret: Secret
  ) throws(SigningError) -> [UInt8] {
    let digest = HexText.encode(try SHA256.digest(of: canonical(request, names)))
    let text = "\(SDKHMACAuthorization.scheme)\n\(request.time)\n\(digest)"
    return Array(
      HexText.encode(try SHA256.authenticationCode(of: Array(text.utf8), key: secret)).utf8)
  }

  /// The text that a request is told by, before it is hashed.
  static func canonical(_ request: SDKHMACRequest, _ names: [String]) -> [UInt8] {
    var text = Array("\(request.method)\n".utf8)
    text += path(request.path)
    text.append(UInt8(ascii: "\n"))
    text += query(request.query)
    text.append(UInt8(ascii: "\n"))
    for name in names {
      let value = request.headers.first { $0.name == name }?.value ?? ""
      text += Array("\(name):\(value.withoutEndBlanks)\n".utf8)
    }
    text += Array("\n\(names.joined(separator: ";"))\n\(request.payload)".utf8)
    return text
  }

  /// The path decoded as a whole and each of its segments encoded again, with `/` at its end: an
  /// encoded slash is a slash then.
  static func path(_ raw: String) -> [UInt8] {
    var path: [UInt8] = []
    PercentEncoding.append(decoded(raw), keepsSlash: true, to: &path)
    if path.last != UInt8(ascii: "/") { path.append(UInt8(ascii: "/")) }
    return path
  }

  /// The query in the order of its names and then its values, as they are before they are encoded.
  static func query(_ items: [(name: String, value: String)]) -> [UInt8] {
    let sorted = items.sorted { left, right in
      left.name == right.name
        ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
        : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    var text: [UInt8] = []
    for item in sorted {
      if !text.isEmpty { text.append(UInt8(ascii: "&")) }
      PercentEncoding.append(item.name.utf8, to: &text)
      text.append(UInt8(ascii: "="))
      PercentEncoding.append(item.value.utf8, to: &text)
    }
    return text
  }

  private static func decoded(_ raw: String) -> [UInt8] {
    let bytes = Array(raw.utf8)
    var (decoded, place): ([UInt8], Int) = ([], 0)
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "%"), place + 2 < bytes.count,
        let high = HexText.value(of: bytes[place + 1]),
        let low = HexText.value(of: bytes[place + 2])
      {
        decoded.append(high << 4 | low)
        place += 3
      } else {
        decoded.append(bytes[place])
        place += 1
      }
    }
    return decoded
  }
}
