/// Why a benchmark did not run.
enum BenchError: Error {
  /// It was called in a wrong way.
  case misuse(String)
  /// Something that it needs did not work.
  case failed(String)
}
