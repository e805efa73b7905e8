import Engine
import Platform

/// Looks after the room beside the state: measures it, and keeps a reserve for the last outcomes.
///
/// Used by the loop's thread only.
final class SpaceWatch {
  private let folder: String
  private let reserve: ReserveFile
  private let log: Log
  private var measured = MonotonicTime(nanoseconds: 0)
  private var hasReserve = false
  private var isTold = false
  private var isRefused = false

  /// So much is needed to record what goes on when there is nothing left.
  private static let reserveBytes: Int64 = 8 << 20

  init(state folder: String, log: Log) {
    self.folder = folder
    self.log = log
    reserve = ReserveFile(path: folder + "/reserve", bytes: Self.reserveBytes)
  }

  /// Measures, at most once in a second, and tells the engine.
  func measure(for engine: Engine) {
    let now = MonotonicTime.now()
    guard now.nanoseconds(since: measured) >= 1_000_000_000 else { return }
    measured = now
    do throws(SystemError) {
      let free = try FreeSpace.bytes(at: folder)
      engine.measured(free: free)
      if !hasReserve, engine.storeTrouble == nil { makeReserve(of: free) }
    } catch {
      // What cannot be measured is no reason to stop; a full disk is found by writing.
      if !isTold { log.warning("the room beside the state is not known: \(error)") }
      isTold = true
    }
  }

  /// Gives the reserve to the database.
  ///
  /// - Returns: Whether there was one.
  func giveReserve() -> Bool {
    guard reserve.give() else { return false }
    hasReserve = false
    log.warning("the reserve beside the state is given to the database")
    return true
  }

  /// Only where it takes nobody's last room.
  private func makeReserve(of free: Int64) {
    guard free >= 4 * Self.reserveBytes else { return }
    do throws(SystemError) {
      try reserve.make()
      hasReserve = true
    } catch {
      // A quota may be in the way today and gone tomorrow.
      if !isRefused { log.warning("no reserve can be kept beside the state: \(error)") }
      isRefused = true
    }
  }
}
