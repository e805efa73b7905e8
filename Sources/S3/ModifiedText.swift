/// The time of the last change of a file, as rclone keeps it with an object.
///
/// Whole seconds since the epoch and up to nine decimals, in the user's own metadata under `mtime`:
/// `x-amz-meta-mtime: 1700000000.123456789`. Zeros at the end are left out.
///
/// Source: rclone's documentation of its S3 backend, "Modification times".
public enum ModifiedText {
  /// The metadata's name, without the beginning that headers have.
  public static let name = "mtime"

  /// The text of so many nanoseconds since the epoch.
  public static func text(of nanoseconds: Int64) -> String {
    let magnitude = nanoseconds.magnitude
    let (seconds, rest) = magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    let sign = nanoseconds < 0 ? "-" : ""
    guard rest > 0 else { return "\(sign)\(seconds)" }
    var digits = String(rest)
    digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return "\(sign)\(seconds).\(digits)"
  }

  /// The nanoseconds of such a text; nil if it is none, or no such time can be had.
  ///
  /// More than nine decimals are cut.
  public static func nanoseconds(of text: String) -> Int64? {
    var rest = Array(text.utf8)[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest.removeFirst() }
    let whole = rest.prefix { $0 != UInt8(ascii: ".") }
    guard !whole.isEmpty, whole.count <= 11, whole.allSatisfy({ (0x30...0x39).contains($0) }),
      let seconds = Int64(String(decoding: whole, as: UTF8.self))
    else { return nil }
    var nanos: Int64 = 0
    rest = rest.dropFirst(whole.count)
    if !rest.isEmpty {
      var reader = DigitReader(rest.dropFirst())
      guard let fraction = reader.fraction(digits: 9), reader.isAtEnd else { return nil }
      nanos = fraction
    }
    let (product, isFar) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isBeyond) = product.addingReportingOverflow(nanos)
    guard !isFar, !isBeyond else { return nil }
    return isNegative ? -sum : sum
  }
}
