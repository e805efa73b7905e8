internal import Migration

/// The target of a request line, taken apart: path segments and query, percent-decoded.
///
/// Source: RFC 9112 section 3.2; RFC 3986 section 2.1; `+` for a space in queries as HTML forms
/// write it.
struct RequestTarget: Hashable, Sendable {
  let path: [String]
  let query: [QueryItem]
  /// The path as it came; empty if that is no UTF-8.
  let rawPath: String

  /// Takes a target apart.
  ///
  /// - Parameter bytes: The target as it came: `/path?query`, or with `http://host` before it.
  /// - Throws: `InvalidArgument` for what is no target, a broken escape, or no UTF-8.
  init(_ bytes: [UInt8]) throws(Refusal) {
    let target = RequestTarget.withoutAuthority(bytes[...])
    let mark = target.firstIndex(of: UInt8(ascii: "?"))
    let pathBytes = target[..<(mark ?? target.endIndex)]
    guard pathBytes.first == UInt8(ascii: "/") else {
      throw Refusal(.invalidArgument, "The request's target has to begin with \"/\".")
    }
    var path: [String] = []
    for segment in pathBytes.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    {
      path.append(try RequestTarget.decoded(segment, plusIsSpace: false, place: "path"))
    }
    self.path = path
    rawPath = String(validating: pathBytes, as: UTF8.self) ?? ""
    query = try RequestTarget.items(target[(mark ?? target.endIndex)...].dropFirst())
  }

  /// The absolute form names scheme and host first; a server has to take it.
  private static func withoutAuthority(_ target: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    for scheme in ["http://", "https://"] where target.starts(with: scheme.utf8) {
      let rest = target.dropFirst(scheme.utf8.count)
      return rest[(rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex)...]
    }
    return target
  }

  private static func items(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> [QueryItem] {
    var items: [QueryItem] = []
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let equals = pair.firstIndex(of: UInt8(ascii: "="))
      let name = try decoded(
        pair[..<(equals ?? pair.endIndex)], plusIsSpace: true, place: "query")
      let value = try decoded(
        pair[(equals ?? pair.endIndex)...].dropFirst(), plusIsSpace: true, place: "query")
      items.append(QueryItem(name: name, value: value))
    }
    return items
  }

  private static func decoded(
    _ bytes: ArraySlice<UInt8>, plusIsSpace: Bool, place: String
  ) throws(Refusal) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = hexValue(rest.popFirst()), let low = hexValue(rest.popFirst()) else {
          throw Refusal(
            .invalidArgument,
            "A \"%\" in the request's \(place) is not followed by two hexadecimal digits.")
        }
        plain.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace:
        plain.append(UInt8(ascii: " "))
      default:
        plain.append(byte)
      }
    }
    guard let text = String(validating: plain, as: UTF8.self) else {
      throw Refusal(.invalidArgument, "The request's \(place) is not UTF-8 once decoded.")
    }
    return text
  }

  private static func hexValue(_ byte: UInt8?) -> UInt8? {
    switch byte {
    case .some(let digit) where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit):
      digit - UInt8(ascii: "0")
    case .some(let digit) where (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(digit):
      digit - UInt8(ascii: "A") + 10
    case .some(let digit) where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(digit):
      digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
