/// How rclone reaches a kind of service, and what has to be said of a place there.
public struct RcloneProfile: Hashable, Sendable {
  /// Whether something is given.
  public enum Need: Hashable, Sendable {
    /// It has to be.
    case required
    /// It can be.
    case optional
    /// It has no meaning.
    case none
  }

  /// rclone's name for the protocol; empty where a configuration of rclone's says it.
  public let backend: String
  /// `Bucket=`: the bucket, container or share.
  public let bucket: Need
  /// `AccessId=` with its secret; a secret without an ID where `hasAccount` says so.
  public let access: Need
  /// Whether the secret belongs to an ID: else it says by itself whose it is.
  public let hasAccount: Bool
  /// Whether a prefix may begin with `/`: then it is a path from the server's root, else from where
  /// the account begins.
  public let isRooted: Bool

  /// A row of the table.
  init(
    _ backend: String, bucket: Need = .none, access: Need = .optional, hasAccount: Bool = true,
    isRooted: Bool = false
  ) {
    self.backend = backend
    self.bucket = bucket
    self.access = access
    self.hasAccount = hasAccount
    self.isRooted = isRooted
  }

  /// Whether its folders are only what the names of objects begin with.
  public var isStore: Bool { bucket == .required && backend != "smb" }
}
