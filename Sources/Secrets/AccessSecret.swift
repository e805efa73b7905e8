public import Platform

/// What opens an address: an access key's secret, and for a temporary key the token that makes it
/// valid.
///
/// Kept and written as two lines.
public struct AccessSecret: Sendable {
  /// The key's secret.
  public let secret: Secret
  /// The token; nil for a lasting key.
  public let token: Secret?

  /// A key's secret.
  public init(_ secret: Secret, token: Secret? = nil) {
    self.secret = secret
    self.token = token
  }

  /// One that was sealed.
  init(lines: Secret) {
    let parts = lines.withBytes { bytes -> [Secret] in
      bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1).map {
        Secret(copying: UnsafeRawBufferPointer(rebasing: $0))
      }
    }
    self.init(parts.first ?? lines, token: parts.count == 2 ? parts[1] : nil)
  }

  /// Both in one, to be sealed.
  var lines: Secret {
    guard let token else { return secret }
    return secret.withBytes { first in
      token.withBytes { second in
        let both = UnsafeMutableRawBufferPointer.allocate(
          byteCount: first.count + 1 + second.count, alignment: 1)
        defer {
          Secret.clear(both)
          both.deallocate()
        }
        both.copyBytes(from: first)
        both[first.count] = UInt8(ascii: "\n")
        UnsafeMutableRawBufferPointer(rebasing: both[(first.count + 1)...]).copyBytes(from: second)
        return Secret(copying: UnsafeRawBufferPointer(both))
      }
    }
  }
}
