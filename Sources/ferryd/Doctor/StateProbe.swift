import Glibc
import Platform

/// Whether the state folder can be written now, found out by doing so.
enum StateProbe {
  /// More than a commit of the loop needs: where this fits, that does.
  private static let size = 64 << 10

  /// Writes a file and removes it.
  ///
  /// - Returns: What is wrong and what to do; nil if nothing is.
  static func problem(writing folder: String) -> String? {
    let path = folder + "/.probe"
    let found = Within.seconds(5) { () -> String? in
      do throws(SystemError) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW
        let file = try FileDescriptor.open(path, flags, mode: 0o600)
        defer { unlink(path) }
        try file.write(all: [UInt8](repeating: 0, count: size), path: path)
        return nil
      } catch {
        let hint = [ENOSPC, EDQUOT].contains(error.code) ? "; free space" : ""
        return "the state cannot be written: \(error)\(hint)"
      }
    }
    return found ?? "\(folder) has not answered in 5 s; is its disk gone?"
  }
}
