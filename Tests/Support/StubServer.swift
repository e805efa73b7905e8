import Dispatch
import Foundation
import Synchronization

/// A server of HTTP on this machine that answers as a test says: a thread for each connection.
public final class StubServer: Sendable {
  /// The port it listens on.
  public let port: UInt16
  private let listener: StubListener
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
    let listener = try StubListener()
    self.listener = listener
    port = LoopbackAddress.port(of: listener.descriptor)
    let threads = threads
    threads.enter()
    // The threads must not keep the server alive: its end ends them.
    Thread.detachNewThread { [weak self] in
      while let connection = listener.accept() { self?.serve(connection, answer) }
      threads.leave()
    }
  }

  deinit {
    listener.stop()
    for connection in state.withLock({ Array($0.open.values) }) { connection.end() }
  }

  /// Where it is: `http://127.0.0.1:PORT`.
  public var url: String { "http://127.0.0.1:\(port)" }
  /// Connections so far.
  public var connections: Int { state.withLock { $0.connections } }
  /// Requests so far.
  public var requests: Int { state.withLock { $0.requests } }

  /// Listens no more, ends all connections, and waits until nobody answers any more.
  public func stop() {
    listener.stop()
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
