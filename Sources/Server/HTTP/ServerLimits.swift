/// What one server takes on at most.
public struct ServerLimits: Hashable, Sendable {
  /// Threads that serve; a request occupies one while its handler runs.
  public var threads: UInt32
  /// Connections open at once, at least one for each thread.
  ///
  /// Further ones wait in the socket's queue.
  public var connections: UInt32
  /// Seconds after which an idle connection is closed; a running handler is not idle.
  public var idleSeconds: UInt32
  /// Bytes that a request's line and headers may take together, at least 1024.
  ///
  /// Larger ones are refused; much larger ones by the library itself, with a page of its own.
  public var headerBytes: Int
  /// Bytes that a request's body may have; a larger one is refused with 413.
  public var bodyBytes: Int
  /// Seconds that a stopping server gives running requests to end.
  public var drainSeconds: UInt32
  /// Seconds in which a client has to have sent a whole request; nil for any time.
  public var requestSeconds: UInt32?
  /// Connections open at once from one address; 0 for all of them.
  public var connectionsPerAddress: UInt32 = 0

  /// Limits that suit one machine's own clients.
  public init(
    threads: UInt32 = 4, connections: UInt32 = 256, idleSeconds: UInt32 = 30,
    headerBytes: Int = 32 * 1024, bodyBytes: Int = 1024 * 1024, drainSeconds: UInt32 = 5
  ) {
    self.threads = threads
    self.connections = connections
    self.idleSeconds = idleSeconds
    self.headerBytes = headerBytes
    self.bodyBytes = bodyBytes
    self.drainSeconds = drainSeconds
  }

  /// Limits that suit clients elsewhere.
  public static var remote: ServerLimits {
    var limits = ServerLimits(threads: 8, connections: 512)
    limits.requestSeconds = 30
    limits.connectionsPerAddress = 128
    return limits
  }

  /// What the library is given for a connection, its answer included: room to refuse what is larger
  /// than `headerBytes` by an answer of our own.
  var headerMemory: Int { max(headerBytes, 1024) * 2 + 4096 }

  /// How much of a body that is too large is read and dropped so that its sender gets to read
  /// the refusal; beyond it the connection is closed.
  var droppedBytes: Int {
    let (product, overflow) = bodyBytes.multipliedReportingOverflow(by: 8)
    return overflow ? Int.max : product
  }
}
