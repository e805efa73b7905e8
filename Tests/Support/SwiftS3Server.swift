/// OpenStack Swift as a server of S3, which compares signatures and keys strictly.
///
/// Five processes, some seconds to start. It ends with this object.
public final class SwiftS3Server {
  /// The access key's name: an account and a user.
  public let accessID = "ferry-test:key"
  /// Its secret.
  public let accessSecret = "ferry-test-secret"
  /// The port on 127.0.0.1.
  public let port: UInt16
  /// The process that has started the others.
  public let process: PeerProcess

  /// Starts it and waits until it listens.
  ///
  /// - Parameters:
  ///   - folder: A folder that is made for it, where files may have attributes of users.
  ///   - script: `scripts/serve-swift` of the sources.
  public init(_ folder: String, script: String) throws {
    process = try PeerProcess([Peers.program("python"), script, folder])
    port = try process.waitForPort(/\[http:\/\/127\.0\.0\.1:([0-9]+)\/\]/)
  }

  /// Where it is.
  public var url: String { "http://127.0.0.1:\(port)" }
}
