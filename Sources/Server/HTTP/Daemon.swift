internal import CMicrohttpd

/// A running daemon of the library's, and the threads and connections that are its own.
struct Daemon: ~Copyable {
  private let pointer: OpaquePointer
  /// The callbacks' context.
  ///
  /// The library has an unretained pointer to it and uses it until
  /// `MHD_stop_daemon` has joined its threads, which `deinit` waits for: this reference outlives
  /// every use.
  private let core: ServerCore

  /// Starts a daemon on a listening socket; nil if the library cannot.
  init?(
    listeningOn descriptor: Int32, limits: ServerLimits, identity: TLSIdentity?, core: ServerCore
  ) {
    var settings = mhd_settings(
      listen_fd: descriptor, threads: limits.threads,
      // The library gives each thread its share; none must be left without.
      connections: max(limits.connections, limits.threads, 1),
      idle_seconds: limits.idleSeconds, header_memory: limits.headerMemory,
      connections_per_address: limits.connectionsPerAddress, certificate: nil, key: nil)
    let context = Unmanaged.passUnretained(core).toOpaque()
    func start(_ settings: mhd_settings) -> OpaquePointer? {
      mhd_start(
        settings, Callbacks.access, Callbacks.target, Callbacks.completed, Callbacks.connection,
        context)
    }
    // The library has read both when it has started.
    let pointer =
      if let identity {
        identity.withTexts { certificate, key in
          settings.certificate = certificate
          settings.key = key
          return start(settings)
        }
      } else {
        start(settings)
      }
    guard let pointer else { return nil }
    self.pointer = pointer
    self.core = core
  }

  /// Accepts no connection from now on; the listening socket is the caller's again.
  func quiesce() -> Int32 {
    MHD_quiesce_daemon(pointer)
  }

  deinit {
    // Waits for the callbacks that run, closes all connections, joins all threads.
    MHD_stop_daemon(pointer)
    extendLifetime(core)
  }
}
