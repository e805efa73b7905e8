import Glibc
import Migration
import Platform
import Wire

/// The verb about the daemon's figures.
extension Session {
  func metrics() throws(Failure) -> Answer {
    var text: [UInt8] = []
    _ = try client.stream(.metrics) { (bytes) throws(Failure) in text += bytes }
    guard let path = invocation.value("output") else {
      if isJSON {
        let lines = JSONValue.string(String(decoding: text, as: UTF8.self))
        return Answer(data: lines.text, lines: [])
      }
      _ = Console.write(text, to: STDOUT_FILENO)
      return Answer(lines: [], isTold: true)
    }
    do {
      // Whoever collects it is another user, and must never see half of it.
      try AtomicFile.write(text, to: path, mode: 0o644)
    } catch {
      throw Failure.local(code: RefusalCode.invalidArgument.word, message: "\(error)")
    }
    return Answer(lines: [])
  }
}
