/// One file of the list that a run takes its objects from, to know it again.
public struct ListFile: Hashable, Sendable {
  /// Its path, relative to the folder of the list.
  public var path: String
  /// Bytes.
  public var size: Int64
  /// Nanoseconds since the epoch.
  public var modified: Int64
  /// Its inode number.
  public var inode: UInt64

  /// A file as it is.
  public init(path: String, size: Int64, modified: Int64, inode: UInt64) {
    self.path = path
    self.size = size
    self.modified = modified
    self.inode = inode
  }
}
