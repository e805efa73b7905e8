import Glibc

/// One run of something: how long it took, the processor time of all its threads, and its peak
/// memory.
struct Measure {
  var seconds: Double
  var processor: Double
  var peakKiB: Int

  /// User and system time in seconds.
  static func processor(_ usage: rusage) -> Double {
    Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
  }

  /// What this process has used so far.
  static func ownProcessor() -> Double {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return processor(usage)
  }
}
