internal import CMicrohttpd

/// What the library calls.
///
/// A context is a `ServerCore` that its `Daemon` holds as long as the
/// library's threads live; an exchange is retained by `target`, which is the first to be called
/// for a request, and released by `completed`, which is the last and called exactly once.
enum Callbacks {
  /// The request line was read: the result is what the other callbacks get for this request.
  static let target:
    @convention(c) (
      UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?
    ) -> UnsafeMutableRawPointer? = { context, target, _ in
      guard let context, let target else { return nil }
      let core = Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
      let bytes = UnsafeRawBufferPointer(start: target, count: length(of: target))
      return Unmanaged.passRetained(core.exchange(target: Array(bytes))).toOpaque()
    }

  /// Called once with the headers, then with each part of the body, then once more.
  static let access:
    @convention(c) (
      UnsafeMutableRawPointer?, OpaquePointer?, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
      UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafeMutablePointer<Int>?,
      UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    ) -> MHD_Result = { context, connection, _, method, _, upload, uploadSize, state in
      guard let context, let connection, let method, let uploadSize, let state = state?.pointee
      else { return .NO }
      let core = Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
      let exchange = Unmanaged<Exchange>.fromOpaque(state).takeUnretainedValue()
      if exchange.begun == nil {
        return core.begin(exchange, method: String(cString: method), on: Connection(connection))
      }
      if uploadSize.pointee > 0 {
        let bytes = UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
        uploadSize.pointee = 0
        return exchange.append(bytes) ? .YES : .NO
      }
      if exchange.isAnswered { return .YES }
      return core.answer(exchange, on: Connection(connection))
    }

  /// The answer is out, or there will be none.
  static let completed:
    @convention(c) (
      UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
      MHD_RequestTerminationCode
    ) -> Void = { context, connection, state, _ in
      guard let context, let state, let exchange = state.pointee else { return }
      state.pointee = nil
      let core = Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
      core.end(Unmanaged<Exchange>.fromOpaque(exchange).takeRetainedValue())
      if let connection { core.begins(Connection(connection).descriptor) }
    }

  /// A connection begins or ends.
  static let connection:
    @convention(c) (
      UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
      MHD_ConnectionNotificationCode
    ) -> Void = { context, connection, _, code in
      guard let context, let connection else { return }
      let core = Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
      let descriptor = Connection(connection).descriptor
      code.rawValue == 0 ? core.begins(descriptor) : core.closes(descriptor)
    }

  private static func length(of text: UnsafePointer<CChar>) -> Int {
    var length = 0
    while text[length] != 0 { length += 1 }
    return length
  }
}
