import Glibc
import HTTP
import Platform

/// One thread's way to the daemon's rclone: asks, waits for the answer, and knows whom it asks.
///
/// It blocks its thread. A call that is stopped is cancelled over there, too: rclone ends what a
/// closed connection has asked for.
public final class RcloneClient {
  /// Nothing moves on the connection while rclone works, so that it cannot be told from one that
  /// hangs; that is found out by asking it something else.
  private static let stallTimeout = Duration.seconds(7 * 86_400)
  private static let answerLimit = 64 << 20

  let service: RcloneService
  private let stop: @Sendable () -> Bool
  private var connection: Connection?

  /// The connection to one process.
  private final class Connection {
    let child: RcloneChild
    let http: HTTPClient
    let pulse: Pulse

    init(_ child: RcloneChild, _ stop: @escaping @Sendable () -> Bool) throws(HTTPError) {
      self.child = child
      let pulse = Pulse(child, stop)
      self.pulse = pulse
      http = try HTTPClient(settings: RcloneClient.settings(child)) { pulse.endsCall() }
    }
  }

  /// A client that is not connected yet.
  ///
  /// - Parameter stop: Asked often during a call; true ends it.
  public init(_ service: RcloneService, stop: @escaping @Sendable () -> Bool) {
    self.service = service
    self.stop = stop
  }

  static func settings(_ child: RcloneChild) -> HTTPSettings {
    var settings = HTTPSettings()
    settings.unixSocket = child.socket
    settings.proxy = .none
    settings.connectTimeout = .seconds(10)
    settings.stallTimeout = stallTimeout
    return settings
  }

  /// Whether a process answers.
  static func answers(_ child: RcloneChild) -> Bool {
    do throws(HTTPError) {
      let http = try HTTPClient(settings: settings(child))
      var request = request("rc/noop", [:], child)
      request.stallTimeout = .seconds(10)
      return try http.fetch(request).head.status == 200
    } catch {
      return false
    }
  }

  static func request(_ command: String, _ parameters: JSON, _ child: RcloneChild) -> HTTPRequest {
    var body: [UInt8] = []
    parameters.write(to: &body)
    let proof = child.door.authorization.withText { $0 } ?? ""
    return HTTPRequest(
      method: "POST", url: "http://rclone/\(command)",
      headers: [("Authorization", proof), ("Content-Type", "application/json")],
      body: .bytes(body))
  }

  // MARK: - Calls

  /// Asks for something and takes the whole answer.
  ///
  /// - Parameters:
  ///   - remotes: Those that are named in the parameters; a process that does not know them yet is told.
  ///   - group: The statistics group of what is to be stopped by itself, so that what it has done is
  ///     answered nevertheless; nil for what is just cut off.
  ///   - moved: Hears now and then how many bytes the group has moved.
  func call(
    _ command: String, _ parameters: JSON, _ remotes: [RcloneRemote], group: String? = nil,
    moved: ((Int64) -> Void)? = nil
  ) throws(RcloneError) -> JSON {
    try asking(remotes) { (connection) throws(RcloneError) in
      try Self.call(command, parameters, connection, group: group, moved: moved)
    }
  }

  /// Asks for a list and takes it apart as it comes in.
  func list(
    _ command: String, _ parameters: JSON, _ remotes: [RcloneRemote],
    _ body: (JSON) throws(RcloneError) -> Void
  ) throws(RcloneError) {
    try asking(remotes) { (connection) throws(RcloneError) in
      var splitter = ElementSplitter()
      var failure: [UInt8] = []
      var status = 0
      let answer: HTTPHead
      do throws(HTTPError) {
        connection.pulse.begin(group: nil)
        answer = try connection.http.perform(
          Self.request(command, parameters, connection.child), head: { status = $0.status }
        ) { part in
          guard status == 200 else {
            failure += part.prefix(1 << 16)
            return
          }
          let isWell = try splitter.add(part) { (bytes) throws(RcloneError) in
            try body(try Self.read(bytes))
          }
          guard isWell else {
            throw RcloneError(.malformed, "an entry of rclone's list is too long")
          }
        }
      } catch {
        throw Self.error(error, connection)
      }
      guard answer.status == 200 else { throw Self.refusal(answer.status, failure) }
      guard splitter.isComplete else {
        throw RcloneError(.gone, "a list of rclone ended before its end")
      }
    }
  }

  private func asking<Result>(
    _ remotes: [RcloneRemote], _ body: (Connection) throws(RcloneError) -> Result
  ) throws(RcloneError) -> Result {
    if stop() { throw .stopped }
    let child = try service.begin()
    defer { child.end() }
    if connection?.child !== child {
      do throws(HTTPError) {
        connection = try Connection(child, stop)
      } catch {
        throw RcloneError(.broken, "\(error)")
      }
    }
    guard let connection else { throw .stopped }
    do throws(RcloneError) {
      for remote in remotes.flatMap(\.all) { try tell(remote, connection) }
      return try body(connection)
    } catch {
      throw RcloneError(error.kind, service.clean(error.description))
    }
  }

  private func tell(_ remote: RcloneRemote, _ connection: Connection) throws(RcloneError) {
    guard try !connection.child.knows(remote) else { return }
    _ = try Self.call("config/create", remote.definition, connection, group: nil)
    connection.child.learned(remote)
  }

  private static func call(
    _ command: String, _ parameters: JSON, _ connection: Connection, group: String?,
    moved: ((Int64) -> Void)? = nil
  ) throws(RcloneError) -> JSON {
    let answer: HTTPAnswer
    do throws(HTTPError) {
      connection.pulse.begin(group: group, moved: moved)
      defer { connection.pulse.end() }
      answer = try connection.http.fetch(
        request(command, parameters, connection.child), limit: answerLimit)
    } catch {
      throw Self.error(error, connection)
    }
    guard answer.head.status == 200 else { throw refusal(answer.head.status, answer.body) }
    return try read(answer.body)
  }

  private static func read(_ bytes: [UInt8]) throws(RcloneError) -> JSON {
    do throws(JSONReader.Malformed) {
      return try JSONReader.read(bytes)
    } catch {
      throw RcloneError(.malformed, "an answer of rclone is no JSON (at byte \(error.offset))")
    }
  }

  private static func refusal(_ status: Int, _ body: [UInt8]) -> RcloneError {
    let text = (try? JSONReader.read(body))?["error"]?.text
    return RcloneError(.refused(status: status), RcloneText.shown(text ?? "status \(status)"))
  }

  private static func error(_ error: HTTPError, _ connection: Connection) -> RcloneError {
    switch error.kind {
    case .stopped where connection.pulse.isDead:
      return RcloneError(.gone, "rclone did not answer any more, and was ended")
    case .stopped: return .stopped
    case .sink(let own as RcloneError): return own
    default: break
    }
    // The socket closes a moment before its process is gone.
    let end = MonotonicTime.now().advanced(byNanoseconds: 500_000_000)
    while !connection.child.isOver, MonotonicTime.now() < end { usleep(5_000) }
    return RcloneError(
      .gone,
      connection.child.isOver
        ? "rclone \(connection.child.lastWords)" : "rclone gave no whole answer (\(error))")
  }
}
