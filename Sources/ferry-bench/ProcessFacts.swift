import CLinux
import Glibc

/// What the kernel says of a process in files; proc(5).
enum ProcessFacts {
  /// A number of a `status` file of proc(5), such as `VmHWM` in KiB; nil if it is not there.
  static func number(_ field: String, of status: String) -> Int? {
    guard let text = text(status) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix(field + ":") }
    return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
      .flatMap { Int($0) }
  }

  /// How often each thread of a process has gone to sleep and been woken, by its number.
  static func sleeps(of process: pid_t) -> [Int: Int] {
    guard let folder = opendir("/proc/\(process)/task") else { return [:] }
    defer { closedir(folder) }
    var sleeps: [Int: Int] = [:]
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let thread = Int(name) else { continue }
      let status = "/proc/\(process)/task/\(thread)/status"
      sleeps[thread] = number("voluntary_ctxt_switches", of: status)
    }
    return sleeps
  }

  /// The beginning of a file.
  static func text(_ path: String) -> String? {
    let file = ferry_openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 8_192)
    let count = max(0, ferry_read(file, &bytes, bytes.count))
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
