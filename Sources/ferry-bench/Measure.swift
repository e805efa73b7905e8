/// One run of something: how long it took, and its peak memory.
struct Measure {
  var seconds: Double
  var peakKiB: Int
}
