import Glibc
import Platform
import Wire

/// The command line's end of the control API: one connection for each request.
struct ControlClient {
  let socket: String

  /// How long the daemon may be silent: verifying an address can take its time.
  private static let silenceLimit = 60

  /// Sends a request and reads the answer to its end.
  func send(_ request: ControlRequest) throws(Failure) -> HTTPResponse {
    let connection = try connect(silence: Self.silenceLimit)
    try write(request.bytes, to: connection.raw)
    let bytes = try readAll(from: connection.raw)
    guard !bytes.isEmpty else {
      throw Failure.unreachable("the daemon at \(socket) closed the connection without an answer")
    }
    do {
      return try HTTPResponse(reading: bytes)
    } catch {
      throw Failure.garbled(error)
    }
  }

  /// A connection on which nobody is silent for longer than so many seconds.
  func connect(silence: Int) throws(Failure) -> FileDescriptor {
    do {
      let connection = try UnixSocket.connect(path: socket)
      limitSilence(of: connection.raw, silence)
      return connection
    } catch {
      throw failure(of: error)
    }
  }

  private func limitSilence(of raw: Int32, _ seconds: Int) {
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    // Without a limit the call waits longer; that is no reason not to make it.
    _ = setsockopt(raw, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    _ = setsockopt(raw, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
  }

  func write(_ bytes: [UInt8], to raw: Int32) throws(Failure) {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.send(
          raw, buffer.baseAddress.map { $0 + offset }, buffer.count - offset,
          Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        offset += count
      } else if errno == EPIPE {
        // The daemon has answered without reading all, or is gone: reading will tell.
        return
      } else if errno != EINTR {
        throw broken(errno)
      }
    }
  }

  private func readAll(from raw: Int32) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(raw, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count > 0 {
        bytes += chunk[..<count]
        guard bytes.count <= JSONValue.sizeLimit + HTTPResponse.headLimit else {
          throw Failure.local(
            code: "InternalError", message: "the daemon's answer is longer than 16 MiB")
        }
      } else if errno == ECONNRESET && !bytes.isEmpty {
        return bytes
      } else if errno != EINTR {
        throw broken(errno)
      }
    }
  }

  func broken(_ code: Int32) -> Failure {
    if code == EAGAIN {
      return .unreachable(
        "the daemon at \(socket) has been silent for \(Self.silenceLimit) s; "
          + "'journalctl -u ferryd' tells what it does")
    }
    return .unreachable("the connection to \(socket) broke: \(SystemError(code, "read"))")
  }

  private func failure(of error: SocketError) -> Failure {
    if case .system(let system) = error, system.code == EACCES || system.code == EPERM {
      let user = environment("USER") ?? "USER"
      return .notPermitted(
        "you may not use \(socket): you are not in group ferry: "
          + "sudo usermod -aG ferry \(user), then log in again")
    }
    let reason =
      switch error {
      case .system(let system) where system.code == ENOENT: "there is no socket at \(socket)"
      case .system(let system) where system.code == ECONNREFUSED: "nobody listens at \(socket)"
      default: error.description
      }
    return .unreachable(
      "the daemon is not reachable: \(reason); start it with 'systemctl start ferryd', "
        + "or 'ferryd' by hand; another socket is named by --socket or FERRY_SOCKET")
  }
}
