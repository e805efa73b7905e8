import CLinux
import Glibc

/// A tree of equal files in equal folders.
struct BenchTree {
  /// The tree's root.
  let path: String

  /// How many folders so many files are spread over.
  static func folders(for files: Int) -> Int {
    min(500, files)
  }

  /// The key of a file.
  static func key(_ number: Int, of files: Int) -> String {
    "folder-\(number % folders(for: files))/file-\(number).dat"
  }

  /// Makes the tree.
  init(_ path: String, files: Int, size: Int) throws(BenchError) {
    self.path = path
    try Self.make(path)
    var bytes = [UInt8](repeating: 0, count: size)
    for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: index &* 31 >> 3) }
    let folders = Self.folders(for: files)
    for folder in 0..<folders {
      let name = "\(path)/folder-\(folder)"
      try Self.make(name)
      var number = folder
      while number < files {
        try Self.write("\(path)/\(Self.key(number, of: files))", bytes)
        number += folders
      }
    }
  }

  private static func make(_ path: String) throws(BenchError) {
    guard mkdir(path, 0o755) == 0 else { throw .failed("cannot make \(path): errno \(errno)") }
  }

  private static func write(_ path: String, _ bytes: [UInt8]) throws(BenchError) {
    let file = ferry_openat(AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .failed("cannot make \(path): errno \(-file)") }
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { raw in
        ferry_write(file, raw.baseAddress?.advanced(by: done), raw.count - done)
      }
      guard count > 0 else { throw .failed("cannot write \(path): errno \(-count)") }
      done += count
    }
  }
}
