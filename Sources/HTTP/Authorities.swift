import CCurl
import CGnuTLS
import Glibc
import Synchronization

/// The certificate authorities that servers are judged by, read once for all connections.
///
/// libcurl's GnuTLS reads the whole file for each connection, and keeps what it has read: some four
/// megabytes and ten milliseconds for the system's. So it agrees on TLS only, and who has been reached
/// is judged here, before the first byte of a request is sent. A file that changes is read again.
enum Authorities {
  /// Whether servers are judged here, and not by libcurl, whose TLS may be another library's.
  static let areUsed = ferry_curl_has_gnutls() != 0

  /// What has been read of a file.
  ///
  /// `@unchecked Sendable`: the list is written by `init` alone, and GnuTLS only reads it to judge.
  private final class List: @unchecked Sendable {
    let handle: gnutls_x509_trust_list_t
    let facts: Facts

    init?(_ path: String, _ facts: Facts) {
      var made: gnutls_x509_trust_list_t?
      guard gnutls_x509_trust_list_init(&made, 0) == 0, let made else { return nil }
      handle = made
      self.facts = facts
      let count = gnutls_x509_trust_list_add_trust_file(
        made, path, nil, GNUTLS_X509_FMT_PEM, 0, 0)
      if count <= 0 { return nil }
    }

    deinit {
      gnutls_x509_trust_list_deinit(handle, 1)
    }
  }

  /// What tells a file from what it becomes.
  private struct Facts: Equatable {
    let inode: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    init?(_ path: String) {
      var found = stat()
      guard stat(path, &found) == 0 else { return nil }
      (inode, size) = (UInt(found.st_ino), Int(found.st_size))
      (seconds, nanoseconds) = (found.st_mtim.tv_sec, found.st_mtim.tv_nsec)
    }
  }

  /// Where the system's are, by libcurl's word, and otherwise where Debian and its kin keep them.
  private static let systemPath: String = {
    var path = [CChar](repeating: 0, count: 4_096)
    guard ferry_curl_authorities(&path, path.count) != 0 else {
      return "/etc/ssl/certs/ca-certificates.crt"
    }
    return path.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
  }()
  private static let lists = Mutex<[String: List]>([:])

  /// Why a server has not proved who it is; nil if it has.
  ///
  /// - Parameters:
  ///   - session: Its session of TLS, agreed on.
  ///   - host: The name, or IP address, by which it was asked for.
  ///   - path: The file of authorities; nil for the system's.
  static func objection(
    to session: OpaquePointer, of host: String, by path: String?
  ) -> String? {
    guard let list = list(path ?? systemPath) else {
      return "the authorities in \(path ?? systemPath) cannot be read"
    }
    var count: UInt32 = 0
    guard let chain = gnutls_certificate_get_peers(session, &count), count > 0 else {
      return "it has shown no certificate"
    }
    var certificates: [gnutls_x509_crt_t?] = []
    defer { for certificate in certificates { gnutls_x509_crt_deinit(certificate) } }
    // More than that are no chain.
    for index in 0..<min(Int(count), 16) {
      var certificate: gnutls_x509_crt_t?
      guard gnutls_x509_crt_init(&certificate) == 0 else { return "there is no memory" }
      certificates.append(certificate)
      var bytes = chain[index]
      guard gnutls_x509_crt_import(certificate, &bytes, GNUTLS_X509_FMT_DER) == 0 else {
        return "its certificate cannot be read"
      }
    }
    return judge(&certificates, host, list)
  }

  /// Source: gnutls_x509_trust_list_verify_crt2(3).
  private static func judge(
    _ certificates: inout [gnutls_x509_crt_t?], _ host: String, _ list: List
  ) -> String? {
    var status: UInt32 = 0
    let code = host.withCString { name in
      GNUTLS_KP_TLS_WWW_SERVER.withCString { purpose in
        var data = [gnutls_typed_vdata_st(), gnutls_typed_vdata_st()]
        data[0].type = GNUTLS_DT_DNS_HOSTNAME
        data[0].data = UnsafeMutableRawPointer(mutating: name).assumingMemoryBound(to: UInt8.self)
        data[1].type = GNUTLS_DT_KEY_PURPOSE_OID
        data[1].data = UnsafeMutableRawPointer(mutating: purpose)
          .assumingMemoryBound(to: UInt8.self)
        return gnutls_x509_trust_list_verify_crt2(
          list.handle, &certificates, UInt32(certificates.count), &data, 2, 0, &status, nil)
      }
    }
    guard code == 0 else { return String(cString: gnutls_strerror(code)) }
    return status == 0 ? nil : text(status)
  }

  private static func text(_ status: UInt32) -> String {
    var text = gnutls_datum_t()
    guard
      gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &text, 0) == 0,
      let bytes = text.data
    else { return "its certificate is not trusted" }
    defer { free(bytes) }
    return String(
      decoding: UnsafeRawBufferPointer(start: bytes, count: Int(text.size)), as: UTF8.self)
  }

  private static func list(_ path: String) -> List? {
    guard let facts = Facts(path) else { return nil }
    return lists.withLock { lists in
      if let list = lists[path], list.facts == facts { return list }
      let list = List(path, facts)
      lists[path] = list
      return list
    }
  }
}
