import Glibc

/// A tree in which every name is the same empty file: many names for little memory.
enum LinkTree {
  private static let perFolder = 1_000

  /// Makes the tree twice, as source and destination of a run that finds nothing to do.
  static func make(_ paths: [String], names: Int) throws(BenchError) {
    let file = "\(paths[0]).file"
    _ = try Child.run(["touch", file])
    for path in paths {
      guard mkdir(path, 0o755) == 0 else { throw .failed("cannot make \(path)") }
      for number in 0..<names {
        let folder = "\(path)/folder-\(number / perFolder)"
        if number % perFolder == 0, mkdir(folder, 0o755) != 0 {
          throw .failed("cannot make \(folder): errno \(errno)")
        }
        guard link(file, "\(folder)/file-\(number).dat") == 0 else {
          throw .failed("cannot make a name in \(folder): errno \(errno)")
        }
      }
    }
    // Folders whose times differ would be objects to move.
    for path in paths {
      for number in stride(from: 0, to: names, by: perFolder) {
        let times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
        let folder = "\(path)/folder-\(number / perFolder)"
        guard utimensat(AT_FDCWD, folder, times, 0) == 0 else {
          throw .failed("cannot set the time of \(folder): errno \(errno)")
        }
      }
    }
  }

  /// Whether the file system has room for so many names, each of which counts as a file on tmpfs.
  static func fits(_ names: Int, in folder: String) -> Bool {
    var facts = statvfs()
    guard statvfs(folder, &facts) == 0 else { return false }
    return facts.f_favail == 0 || Int(facts.f_favail) > 2 * names + names / 100
  }
}
