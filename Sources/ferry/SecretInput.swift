import Glibc
import Migration
import Wire

/// A secret that is typed or piped in.
enum SecretInput {
  /// Reads one line of standard input; a terminal does not show it.
  ///
  /// - Parameter what: What a terminal asks for.
  /// - Returns: The line without its end; nil at the end of the input or past the longest secret.
  static func read(_ console: Console, _ what: String) -> String? {
    var shown = termios()
    guard tcgetattr(STDIN_FILENO, &shown) == 0 else { return line() }
    console.prompt("\(what): ")
    var hidden = shown
    hidden.c_lflag &= ~tcflag_t(ECHO)
    _ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
    defer {
      _ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
      console.prompt("\n")
    }
    return line()
  }

  private static func line() -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.count <= BucketRules.tokenLimit {
      let count = Glibc.read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1, byte != UInt8(ascii: "\n") else {
        if count != 1 && bytes.isEmpty { return nil }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return String(validating: bytes, as: UTF8.self)
      }
      bytes.append(byte)
    }
    return nil
  }
}

extension Session {
  /// The secret that `--access-secret` gives or points to; nil if it is not there or empty.
  func secret() throws(Failure) -> String? {
    try secret(of: "access-secret", "access secret")
  }

  /// The token that `--security-token` gives or points to, likewise; the secret is read before it.
  func token() throws(Failure) -> String? {
    try secret(of: "security-token", "security token")
  }

  private func secret(of flag: String, _ what: String) throws(Failure) -> String? {
    guard let given = invocation.value(flag), !given.isEmpty else { return nil }
    guard given == "-" else {
      console.warn(
        "warning: a secret on the command line can be read by every user of this machine (ps); "
          + "'--\(flag) -' reads it from standard input")
      return given
    }
    guard let line = SecretInput.read(console, what), !line.isEmpty else {
      throw Failure.local(
        code: RefusalCode.emptyAccessSecret.word,
        message: "there is no secret on standard input; it is read up to the first line end")
    }
    return line
  }
}
