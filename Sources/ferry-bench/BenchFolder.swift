import Glibc

/// The folder of one benchmark: fresh, and gone when that has ended.
enum BenchFolder {
  /// Makes the folder, measures in it, and removes it, whatever came of that.
  static func with(_ folder: String, _ body: () throws(BenchError) -> Void) throws(BenchError) {
    guard mkdir(folder, 0o700) == 0 else {
      throw .failed("cannot make \(folder): errno \(errno)")
    }
    do throws(BenchError) {
      try body()
    } catch {
      try Child.remove(folder)
      throw error
    }
    try Child.remove(folder)
  }
}
