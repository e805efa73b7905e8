import CGnuTLS

/// Comparisons that take the same time wherever two values differ.
public enum ConstantTime {
  /// Whether two values are the same bytes; only their lengths may be told by the time it takes.
  ///
  /// Source: gnutls_memcmp(3).
  public static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && (left.isEmpty || gnutls_memcmp(left, right, left.count) == 0)
  }
}
