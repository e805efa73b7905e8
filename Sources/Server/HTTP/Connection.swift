internal import CMicrohttpd
internal import Glibc

/// A connection of the library's, valid within one callback: it is lent downwards, never kept.
struct Connection: ~Copyable {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  /// The socket; -1 if the library does not tell.
  var descriptor: Int32 { mhd_connection_descriptor(pointer) }

  /// The value of a request's header, nil if it is not there or no UTF-8.
  func header(_ name: String) -> String? {
    mhd_header(pointer, name).flatMap { String(validatingCString: $0) }
  }

  /// All headers of the request that are UTF-8, names in small letters.
  var headers: [Header] {
    var headers: [Header] = []
    withUnsafeMutablePointer(to: &headers) { list in
      mhd_each_header(
        pointer,
        { context, _, name, value in
          guard let name, let value, let name = String(validatingCString: name),
            let value = String(validatingCString: value)
          else { return .YES }
          context?.assumingMemoryBound(to: [Header].self).pointee
            .append(Header(name.lowercased(), value))
          return .YES
        }, list)
    }
    return headers
  }

  /// Who is at the other end, as far as the connection tells.
  var caller: Caller? {
    let descriptor = descriptor
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let isKnown = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getpeername(descriptor, $0, &length) == 0
      }
    }
    guard isKnown, Int32(address.ss_family) != AF_UNIX else {
      return Peer(ofSocket: descriptor).map { .local($0) }
    }
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getnameinfo($0, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
      }
    }
    guard result == 0, let end = text.firstIndex(of: 0) else { return nil }
    return .unknown(
      address: String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }

  /// Hands an answer over; false if there is no memory for it.
  ///
  /// A header that the library refuses (a line break in it) is a mistake in this program: nothing
  /// is sent then, and the connection is closed.
  func send(status: Int, headers: [Header], body: [UInt8], file: ResponseFile? = nil) -> Bool {
    // The library copies the bytes; a file's descriptor is its own from here on.
    let response =
      if let file {
        file.take().flatMap { MHD_create_response_from_fd64(file.size, $0) }
      } else {
        body.withUnsafeBytes { mhd_response($0.baseAddress, $0.count) }
      }
    guard let response, let status = UInt32(exactly: status) else { return false }
    // The connection holds a reference of its own until the answer is out.
    defer { MHD_destroy_response(response) }
    for header in headers {
      guard MHD_add_response_header(response, header.name, header.value) == .YES else {
        return false
      }
    }
    return MHD_queue_response(pointer, status, response) == .YES
  }
}
