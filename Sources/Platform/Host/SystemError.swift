import Glibc

/// A system call that failed: which one, on what, and why.
///
/// Its text is made for a log line: `open /x: Permission denied (EACCES)`.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The value of `errno`.
  public let code: Int32
  /// The call's name as its manual page spells it, such as `open`.
  public let call: String
  /// The path that the call was about, where there is one.
  public let path: String?

  /// An error from the value of `errno` after a call.
  public init(_ code: Int32, _ call: String, _ path: String? = nil) {
    self.code = code
    self.call = call
    self.path = path
  }

  /// The symbolic name of the error, such as `EACCES`; `errno 999` for one that has none here.
  public var name: String {
    Self.names[code] ?? "errno \(code)"
  }

  /// The call, its path, the reason in words and the symbolic name.
  public var description: String {
    let subject = path.map { "\(call) \(LogText.escaped($0))" } ?? call
    return "\(subject): \(Self.reason(code)) (\(name))"
  }

  /// The C library's text for an error number.
  private static func reason(_ code: Int32) -> String {
    guard let text = strerror(code) else { return "Unknown error" }
    return String(cString: text)
  }

  private static let names: [Int32: String] = [
    EPERM: "EPERM", ENOENT: "ENOENT", ESRCH: "ESRCH", EINTR: "EINTR", EIO: "EIO", ENXIO: "ENXIO",
    E2BIG: "E2BIG", ENOEXEC: "ENOEXEC", EBADF: "EBADF", ECHILD: "ECHILD", EAGAIN: "EAGAIN",
    ENOMEM: "ENOMEM", EACCES: "EACCES", EFAULT: "EFAULT", EBUSY: "EBUSY", EEXIST: "EEXIST",
    EXDEV: "EXDEV", ENODEV: "ENODEV", ENOTDIR: "ENOTDIR", EISDIR: "EISDIR", EINVAL: "EINVAL",
    ENFILE: "ENFILE", EMFILE: "EMFILE", ENOTTY: "ENOTTY", ETXTBSY: "ETXTBSY", EFBIG: "EFBIG",
    ENOSPC: "ENOSPC", ESPIPE: "ESPIPE", EROFS: "EROFS", EMLINK: "EMLINK", EPIPE: "EPIPE",
    EDOM: "EDOM", ERANGE: "ERANGE", EDEADLK: "EDEADLK", ENAMETOOLONG: "ENAMETOOLONG",
    ENOLCK: "ENOLCK", ENOSYS: "ENOSYS", ENOTEMPTY: "ENOTEMPTY", ELOOP: "ELOOP",
    ENODATA: "ENODATA", ETIME: "ETIME", EPROTO: "EPROTO", EBADMSG: "EBADMSG",
    EOVERFLOW: "EOVERFLOW", EILSEQ: "EILSEQ", ENOTSOCK: "ENOTSOCK", EMSGSIZE: "EMSGSIZE",
    EOPNOTSUPP: "EOPNOTSUPP", EAFNOSUPPORT: "EAFNOSUPPORT", EADDRINUSE: "EADDRINUSE",
    EADDRNOTAVAIL: "EADDRNOTAVAIL", ENETDOWN: "ENETDOWN", ENETUNREACH: "ENETUNREACH",
    ECONNABORTED: "ECONNABORTED", ECONNRESET: "ECONNRESET", ENOBUFS: "ENOBUFS",
    EISCONN: "EISCONN", ENOTCONN: "ENOTCONN", ETIMEDOUT: "ETIMEDOUT",
    ECONNREFUSED: "ECONNREFUSED", EHOSTDOWN: "EHOSTDOWN", EHOSTUNREACH: "EHOSTUNREACH",
    EALREADY: "EALREADY", EINPROGRESS: "EINPROGRESS", ESTALE: "ESTALE", EDQUOT: "EDQUOT",
    ECANCELED: "ECANCELED", EKEYEXPIRED: "EKEYEXPIRED", EOWNERDEAD: "EOWNERDEAD",
  ]
}
