internal import CMicrohttpd

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
