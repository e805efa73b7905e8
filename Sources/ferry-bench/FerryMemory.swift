import CLinux
import Glibc

/// The peak memory of this process.
enum FerryMemory {
  /// Makes the kernel forget the peak; proc(5), `clear_refs`.
  static func resetPeak() {
    let file = ferry_openat(AT_FDCWD, "/proc/self/clear_refs", O_WRONLY | O_CLOEXEC, 0)
    guard file >= 0 else { return }
    _ = ferry_write(file, "5", 1)
    close(file)
  }

  /// `VmHWM` of proc(5).
  static func peakKiB() -> Int {
    let file = ferry_openat(AT_FDCWD, "/proc/self/status", O_RDONLY | O_CLOEXEC, 0)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 8_192)
    let count = max(0, ferry_read(file, &bytes, bytes.count))
    let text = String(decoding: bytes.prefix(count), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
      .flatMap { Int($0) } ?? 0
  }
}
