/// What threads may hold in memory together, in bytes.
final class ByteBudget: Sendable {
  private let state: Monitor<Int64>
  private let stop: StopFlag
  private let whole: Int64

  init(_ bytes: Int64, stop: StopFlag) {
    whole = bytes
    state = Monitor(bytes)
    self.stop = stop
  }

  /// Waits until so many bytes are free; who needs more than there are gets all, and is alone.
  ///
  /// - Returns: False if the run stops.
  func take(_ bytes: Int64) -> Bool {
    let bytes = min(bytes, whole)
    return state.wait { left, deadline in
      if stop.isSet { return false }
      guard left >= bytes else {
        // The stop flag wakes nobody here.
        deadline = Pressure.soon()
        return nil
      }
      left -= bytes
      return true
    }
  }

  /// Gives them back.
  func give(_ bytes: Int64) {
    state.change { $0 += min(bytes, whole) }
  }
}
