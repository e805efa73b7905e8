/// The name of a retry: `<root>_retry_YYYYMMDDHHMMSS`.
public enum RetryName {
  /// What of a root's name fits before the suffix.
  static let rootLimit = 63 - "_retry_YYYYMMDDHHMMSS".utf8.count

  /// The name.
  ///
  /// A root name that is too long is cut and ends in a hash of the whole, so that the retries of
  /// two long names that begin alike keep apart.
  ///
  /// - Parameters:
  ///   - root: The name of the family's top ancestor.
  ///   - stamp: The time on the server's wall as 14 digits.
  /// - Throws: `InvalidArgument` for a stamp that makes it no name.
  public static func name(root: Name, stamp: String) throws(Refusal) -> Name {
    try Name("\(shortened(root))_retry_\(stamp)", of: "job")
  }

  private static func shortened(_ root: Name) -> String {
    guard root.text.utf8.count > rootLimit else { return root.text }
    var hash = FNV1a()
    hash.mix(root.text.utf8)
    let digits = String(UInt32(truncatingIfNeeded: hash.value ^ (hash.value >> 32)), radix: 16)
    let padded = String(repeating: "0", count: 8 - digits.count) + digits
    return "\(root.text.prefix(rootLimit - 9))-\(padded)"
  }
}
