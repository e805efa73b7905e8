internal import Glibc
internal import Platform
internal import Synchronization

/// An HTTP server on one listening socket, over libmicrohttpd.
///
/// It has its own threads; they take over the signal mask of the thread that makes the server.
public final class HTTPServer: Sendable {
  let core: ServerCore
  private let limits: ServerLimits
  private let daemon: Mutex<Daemon?>

  /// Starts to serve on a socket that already listens.
  ///
  /// - Parameters:
  ///   - descriptor: The listening socket; from here on it is the server's, which closes it at
  ///     last, or at once if this throws.
  ///   - limits: What the server takes on at most.
  ///   - identity: What it shows to speak TLS; nil to speak in the clear.
  ///   - form: How what is refused before the handler is asked is told; by default in JSON.
  ///   - log: Told of every answered request.
  ///   - handler: Answers the requests.
  /// - Throws: `ServerError` if this is no listening socket, or there are no threads or
  ///   descriptors left.
  public init(
    listeningOn descriptor: Int32, limits: ServerLimits = ServerLimits(),
    identity: TLSIdentity? = nil, form: RefusalForm? = nil,
    log: @escaping RequestLog = { _ in }, handler: @escaping RequestHandler
  ) throws(ServerError) {
    var isListening: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard
      getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &length) == 0,
      isListening != 0
    else {
      close(descriptor)
      throw ServerError("Descriptor \(descriptor) is no listening socket.")
    }
    let core = ServerCore(
      limits: limits, form: form ?? { .refused($0, requestID: $2) }, log: log, handler: handler)
    guard
      let daemon = Daemon(
        listeningOn: descriptor, limits: limits, identity: identity, core: core)
    else {
      // Not closed here: the library has closed the socket or not, depending on what failed, and
      // closing it twice could hit somebody else's descriptor.
      throw ServerError(
        identity == nil
          ? "The HTTP server could not start: no threads, descriptors or memory are left."
          : "The HTTPS server could not start: the certificate and the key are none that go "
            + "together, or no threads, descriptors or memory are left.")
    }
    self.core = core
    if let slow = core.slow {
      do {
        _ = try OwnThread(name: "slow clients") { slow.run() }
      } catch {
        throw ServerError("The thread that ends slow clients could not start: \(error)")
      }
    }
    self.limits = limits
    self.daemon = Mutex(daemon)
  }

  /// Stops: accepts nothing more, lets running requests end, closes.
  ///
  /// Requests that come over open connections meanwhile are refused with 503. What has not been
  /// answered after `ServerLimits.drainSeconds` is cut off, except that a handler that runs is
  /// waited for. Returns when all of the server's threads have ended; a second call does nothing.
  /// Not to be called by a handler, which would wait for itself.
  public func stop() {
    core.running.stopTaking()
    core.slow?.stop()
    daemon.withLock { daemon in
      guard let listening = daemon?.quiesce() else { return }
      _ = core.running.waitForNone(seconds: limits.drainSeconds)
      daemon = nil
      // Only now is no thread left that could accept on it.
      if listening >= 0 { close(listening) }
    }
  }

  deinit {
    stop()
  }
}
