/// moto as a server of S3, in memory.
///
/// Lists, versions, conditions and storage classes are as AWS has them; signatures are not compared.
/// It ends with this object.
public final class MotoServer {
  /// The port on 127.0.0.1.
  public let port: UInt16
  /// The process.
  public let process: PeerProcess

  /// Starts it and waits until it listens.
  public init() throws {
    process = try PeerProcess(
      [Peers.program("moto_server"), "-H", "127.0.0.1", "-p", "0"],
      environment: ["AWS_DEFAULT_REGION": "us-east-1", "PYTHONUNBUFFERED": "1"])
    port = try process.waitForPort(/Running on http:\/\/127\.0\.0\.1:([0-9]+)/)
  }

  /// Where it is.
  public var url: String { "http://127.0.0.1:\(port)" }
}
