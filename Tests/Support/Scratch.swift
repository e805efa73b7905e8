import Foundation

/// A folder of a test's own, removed with everything in it when the closure ends.
///
/// It lies on `/dev/shm` where there is one: the disk is not what these tests are about.
public enum Scratch {
  /// Runs `body` with the path of a fresh folder (mode 0700, no trailing slash).
  public static func with<Result>(
    _ name: String = "test", _ body: (String) throws -> Result
  ) throws -> Result {
    let base = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
    let path = "\(base)/ferry-\(name)-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }
}
