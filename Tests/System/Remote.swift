import Foundation
import TestSupport

/// A fixture's daemon as clients elsewhere see it.
struct Remote {
  let port: UInt16
  private let fixture: DaemonFixture
  private let isTLS: Bool

  /// Has the daemon listen on a port of its own, with a certificate of its own if that is wanted.
  init(_ fixture: DaemonFixture, tls: Bool = false) throws {
    self.fixture = fixture
    isTLS = tls
    port = try Self.freePort()
    var text = "[Daemon]\nListen=127.0.0.1:\(port)\n"
    if tls {
      let (certificate, key) = (fixture.folder + "/server.pem", fixture.folder + "/server.key")
      let made = try fixture.run([
        "/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
      ])
      guard made.status == 0 else { throw Problem("openssl: \(made)") }
      chmod(key, 0o600)
      text += "TLSCertificate=\(certificate)\nTLSKey=\(key)\n"
    }
    try Texts.write(text, to: fixture.etc + "/ferryd.conf")
  }

  private static func freePort() throws -> UInt16 {
    let raw = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(raw) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(raw, $0, length) == 0 ? getsockname(raw, $0, &length) : -1
      }
    }
    guard result == 0 else { throw Problem("no free port: errno \(errno)") }
    return UInt16(bigEndian: address.sin_port)
  }

  /// Connects, without a word.
  func connect() throws -> Int32 {
    let raw = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(raw, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Problem("no connection: errno \(errno)") }
    return raw
  }

  /// Writes an access key's file.
  func writeKey(
    _ name: String, id: String, secret: String, role: String, mode: mode_t = 0o600
  ) throws {
    let folder = fixture.etc + "/access-keys.d"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    try Texts.write(
      "[AccessKey]\nId=\(id)\nSecret=\(secret)\nRole=\(role)\n", to: "\(folder)/\(name).key")
    chmod("\(folder)/\(name).key", mode)
  }

  /// The status and the body of an answer to curl's words, of which the last is the path.
  func ask(_ words: [String], token: String = "") throws -> String {
    let scheme = isTLS ? "https" : "http"
    let url = "\(scheme)://127.0.0.1:\(port)\(words.last ?? "/")"
    let proof =
      (isTLS ? ["--cacert", fixture.folder + "/server.pem"] : [])
      + (token.isEmpty
        ? []
        : ["-H", "Authorization: Bearer \(token.trimmingCharacters(in: .whitespacesAndNewlines))"])
    let said = try fixture.run(
      ["/usr/bin/curl", "-s", "-w", "\n%{http_code}"] + proof + words.dropLast() + [url])
    guard said.status == 0 else { throw Problem("curl: \(said)") }
    let end = said.out.lastIndex(of: "\n") ?? said.out.startIndex
    return "\(said.out[end...].dropFirst()) \(said.out[..<end])"
  }

  /// The same for a request that OpenSSL signs.
  func signed(_ path: String, id: String, secret: String) throws -> String {
    let said = try fixture.run(["/usr/bin/python3", "-c", Self.signer, id, secret, path])
    guard said.status == 0 else { throw Problem("python3: \(said)") }
    return try ask(said.out.split(separator: "\n").flatMap { ["-H", String($0)] } + [path])
  }

  /// The headers of a signed look, a line each.
  private static let signer = """
    import hashlib, hmac, sys, time
    id, secret, path = sys.argv[1:]
    stamp = time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())
    scope = [stamp[:8], 'x', 'oss', 'aliyun_v4_request']
    body = 'UNSIGNED-PAYLOAD'
    text = f'GET\\n{path}\\n\\nx-oss-content-sha256:{body}\\nx-oss-date:{stamp}\\n\\n\\n{body}'
    digest = hashlib.sha256(text.encode()).hexdigest()
    key = ('aliyun_v4' + secret).encode()
    for part in scope:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    scope = '/'.join(scope)
    to_sign = f'OSS4-HMAC-SHA256\\n{stamp}\\n{scope}\\n{digest}'
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    print(f'x-oss-date: {stamp}')
    print(f'x-oss-content-sha256: {body}')
    print(f'Authorization: OSS4-HMAC-SHA256 Credential={id}/{scope}, Signature={signature}')
    """
}
