/// A configuration file that counts: its path and its bytes.
public struct ConfigFile: Hashable, Sendable {
  /// Where it lies.
  public let path: String
  /// What it holds.
  public let bytes: [UInt8]
}
