import Migration
import Platform
import Server
import Wire

extension Daemon {
  /// Answers clients elsewhere, if the configuration or the command line names an address.
  func serveElsewhere(
    _ doors: Doors, _ config: ListenConfig
  ) throws(ExitReason) -> HTTPServer? {
    guard let address = config.address else { return nil }
    // The command line's address has not been judged by the configuration's reader.
    if let problem = config.problem {
      throw ExitReason(.configuration, "--listen \(problem)")
    }
    let (log, door) = (doors.log, doors.remote)
    let identity = try identity(config)
    do {
      let listener = try TCPSocket.listen(host: address.host, port: address.port)
      let server = try HTTPServer(
        listeningOn: listener.release(), limits: .remote, identity: identity,
        form: RemoteDoor.refusal, log: { record in Self.tell(record, log) },
        handler: { door.respond(to: $0).redacted(by: log.redactor) })
      log.info(
        "listening on \(address.text) " + (identity == nil ? "without TLS" : "with TLS"))
      return server
    } catch let error as SystemError {
      throw ExitReason(.unavailable, error)
    } catch {
      throw ExitReason(.unavailable, "\(error)")
    }
  }

  /// The certificate and its key; nil to speak in the clear.
  private func identity(_ config: ListenConfig) throws(ExitReason) -> TLSIdentity? {
    guard !config.certificate.isEmpty else { return nil }
    do {
      let certificate = try TrustedFile.read(
        config.certificate, limit: 1 << 20, owners: [0, user.effectiveUID])
      let key = try SecretFile.read(config.key, limit: 1 << 16)
      return TLSIdentity(certificate: certificate ?? [], key: key)
    } catch {
      throw ExitReason(.configuration, "the TLS certificate and its key: \(error)")
    }
  }
}

extension DaemonArguments {
  /// Where to listen: what the configuration says, with the command line's address.
  func listening(_ daemon: DaemonConfig) -> ListenConfig {
    var config = daemon.listening.value
    if let listen { config.address = listen }
    return config
  }
}
