import Glibc

/// The file of keys from which the cheap server lists.
enum S3KeyFile {
  /// Writes keys, a line each; they come in the order of their bytes.
  static func write(_ keys: some Sequence<String>, to path: String) throws(BenchError) {
    guard let file = fopen(path, "we") else {
      throw .failed("cannot make \(path): errno \(errno)")
    }
    for key in keys { fputs(key + "\n", file) }
    guard fclose(file) == 0 else { throw .failed("cannot write \(path): errno \(errno)") }
  }
}
