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
    ProcessFacts.number("VmHWM", of: "/proc/self/status") ?? 0
  }
}
