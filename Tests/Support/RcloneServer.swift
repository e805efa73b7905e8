/// rclone as a server of SFTP, WebDAV or FTP over a folder.
///
/// It ends with this object.
public final class RcloneServer {
  /// The user.
  public let user = "ferry-user"
  /// The port on 127.0.0.1.
  public let port: UInt16
  /// The process.
  public let process: PeerProcess

  /// Starts it and waits until it listens.
  ///
  /// - Parameters:
  ///   - kind: `sftp`, `webdav` or `ftp`.
  ///   - folder: The folder that is served.
  ///   - password: What it takes of the user.
  ///   - wanted: The port to listen on; 0 for any that is free.
  public init(
    _ kind: String, _ folder: String, password: String, on wanted: UInt16 = 0,
    options: [String] = []
  ) throws {
    // FTP does not say which port it has found.
    let port = wanted == 0 && kind == "ftp" ? try LoopbackAddress.freePort() : wanted
    process = try PeerProcess(
      [
        Peers.program("rclone"), "--config", "", "serve", kind, "--addr", "127.0.0.1:\(port)",
        "--user", user, "--pass", password,
      ] + options + [folder])
    self.port = try process.waitForPort(
      /(?:listening on |Serving FTP on |started on \[http:\/\/)127\.0\.0\.1:([0-9]+)/)
  }
}
