import Glibc
import Platform
import Wire

/// The process's three streams.
struct Console {
  /// The name under which the program was called.
  let program: String
  /// Whether progress can be written over itself.
  let errorIsTerminal: Bool
  /// Whether the output takes colours: a terminal, and nobody said `NO_COLOR` (no-color.org).
  let colours: Bool

  init(program: String) {
    self.program = program
    errorIsTerminal = isatty(STDERR_FILENO) == 1
    colours = isatty(STDOUT_FILENO) == 1 && (environment("NO_COLOR") ?? "").isEmpty
  }

  /// Lines on standard output.
  func tell(_ lines: [String]) {
    if !lines.isEmpty { Self.write(lines.joined(separator: "\n") + "\n", to: STDOUT_FILENO) }
  }

  /// A message on standard error, after the program's name.
  ///
  /// It may have more lines than one: a caret stands under the place it speaks of.
  func warn(_ message: String) {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    let safe = lines.map { TerminalText.safe(String($0)) }.joined(separator: "\n")
    Self.write("\(program): \(safe)\n", to: STDERR_FILENO)
  }

  /// Progress on standard error: over the last one on a terminal, else a line of its own.
  func progress(_ line: String) {
    let safe = TerminalText.safe(line)
    // Without automatic wrap (DECAWM) a line that is too long stays one line.
    Self.write(
      errorIsTerminal ? "\r\u{1B}[?7l\(safe)\u{1B}[K\u{1B}[?7h" : "\(safe)\n", to: STDERR_FILENO)
  }

  /// Clears the progress line of a terminal.
  func endProgress() {
    if errorIsTerminal { Self.write("\r\u{1B}[K", to: STDERR_FILENO) }
  }

  /// Text on standard error without a line end.
  func prompt(_ text: String) {
    Self.write(text, to: STDERR_FILENO)
  }

  /// Asks on standard error and reads one line; nil at the end of the input.
  func ask(_ question: String) -> String? {
    Self.write(question, to: STDERR_FILENO)
    return readLine()
  }

  private static func write(_ text: String, to descriptor: Int32) {
    // Nobody reads: there is nobody to tell it to either.
    _ = write(Array(text.utf8), to: descriptor)
  }

  /// Writes all bytes; false if nobody takes them.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
      }
      if count >= 0 {
        offset += count
      } else if errno != EINTR {
        // Whoever closed the pipe has read what was wanted; anything else is an answer lost.
        let error = SystemError(errno, "write", "standard output")
        if error.code != EPIPE, descriptor == STDOUT_FILENO {
          write("ferry: the answer could not be written: \(error)\n", to: STDERR_FILENO)
          exit(ExitStatus.refused.number)
        }
        return false
      }
    }
    return true
  }
}

/// A variable of the environment, nil if it is not set.
func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
