import Dispatch
import Foundation
import Synchronization

/// A server of HTTP on this machine that answers as a test says: a thread for each connection.
public final class StubServer: Sendable {
  /// The port it listens on.
  public let port: UInt16
  private let descriptor: Int32
  private let state = Mutex(State())
  private let threads = DispatchGroup()

  private struct State {
    var connections = 0
    var requests = 0
    var open: [ObjectIdentifier: StubConnection] = [:]
    var isStopped = false
  }

  /// Begins to listen.
  ///
  /// - Parameter answer: Called with each request after its head was read, on the connection's
  ///   thread. It reads the body, answers, and tells whether the connection is kept.
  public init(
    _ answer: @escaping @Sendable (StubRequest, StubConnection) throws -> Bool
  ) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0,
      LoopbackAddress.with(port: 0, { bind(descriptor, $0, $1) }) == 0,
      listen(descriptor, 128) == 0
    else { throw StubError(text: "a stub server cannot listen: errno \(errno)") }
    port = LoopbackAddress.port(of: descriptor)
    self.descriptor = descriptor
    let threads = threads
    threads.enter()
    // The threads must not keep the server alive: its end ends them.
    Thread.detachNewThread { [weak self] in
      while true {
        let accepted = accept(descriptor, nil, nil)
        if accepted < 0 && errno == EINTR { continue }
        guard accepted >= 0 else { break }
        self?.serve(StubConnection(owning: accepted), answer)
      }
      threads.leave()
    }
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    for connection in state.withLock({ Array($0.open.values) }) { connection.end() }
    close(descriptor)
  }

  /// Where it is: `http://127.0.0.1:PORT`.
  public var url: String { "http://127.0.0.1:\(port)" }
  /// Connections so far.
  public var connections: Int { state.withLock { $0.connections } }
  /// Requests so far.
  public var requests: Int { state.withLock { $0.requests } }

  /// Listens no more, ends all connections, and waits until nobody answers any more.
  public func stop() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    let open = state.withLock { state in
      state.isStopped = true
      return Array(state.open.values)
    }
    for connection in open { connection.end() }
    _ = threads.wait(timeout: .now() + .seconds(20))
  }

  private func serve(
    _ connection: StubConnection,
    _ answer: @escaping @Sendable (StubRequest, StubConnection) throws -> Bool
  ) {
    let isStopped = state.withLock { state in
      state.connections += 1
      state.open[ObjectIdentifier(connection)] = connection
      return state.isStopped
    }
    if isStopped { connection.end() }
    threads.enter()
    let threads = threads
    Thread.detachNewThread { [weak self] in
      while let head = connection.readHead(), let request = StubRequest(head) {
        self?.state.withLock { $0.requests += 1 }
        // A test's own error shows in what its client meets.
        guard (try? answer(request, connection)) == true else { break }
      }
      connection.end()
      self?.state.withLock { $0.open[ObjectIdentifier(connection)] = nil }
      threads.leave()
    }
  }
}

/// What a peer of a test could not do.
public struct StubError: Error, CustomStringConvertible {
  /// What it was.
  public let description: String

  /// An error with its sentence.
  public init(text: String) {
    description = text
  }
}
