import Dispatch
import Migration
import Platform
import Synchronization
import Transfer

/// Dry runs that wait for their next page: a client that goes on at once does not have large folders
/// read again for each.
///
/// One that is lost, for whatever reason, costs only that: a page can begin anywhere.
final class DryRunShelf: Sendable {
  /// Which page of which job a dry run is to tell next.
  struct Place: Hashable, Sendable {
    let job: JobID
    let definition: JobDefinition
    /// Where the job's addresses are.
    let source: Address.Location
    let destination: Address.Location
    /// Where the part before has ended.
    var marker: [UInt8]
  }

  private struct Entry: Sendable {
    let place: Place
    let look: OpenDryRun
    let since: MonotonicTime
  }

  /// So many wait at most; each has at most the memory of a run's listing.
  static let most = 4
  /// So long one waits: its folders' file systems cannot be unmounted meanwhile.
  static let patience = 30

  private let entries = Mutex<[Entry]>([])

  /// Takes the dry run off that goes on at a place; nil if it is not there any more.
  func take(_ place: Place) -> OpenDryRun? {
    entries.withLock { entries in
      entries.firstIndex { $0.place == place }.map { entries.remove(at: $0).look }
    }
  }

  /// Lets a dry run wait; the one that has waited longest makes room.
  func put(_ look: OpenDryRun, _ place: Place) {
    let entry = Entry(place: place, look: look, since: MonotonicTime.now())
    // What is let go closes its folders outside of the lock.
    let gone = entries.withLock { entries in
      let gone = entries.prefix(max(0, entries.count + 1 - Self.most))
      entries.removeFirst(gone.count)
      entries.append(entry)
      return Array(gone)
    }
    _ = consume gone
    // A little later, for the two clocks need not agree on the last moment.
    let later = DispatchTime.now() + .seconds(Self.patience) + .milliseconds(100)
    DispatchQueue.global(qos: .utility).asyncAfter(deadline: later) { [weak self] in self?.sweep() }
  }

  /// How many wait.
  var count: Int { entries.withLock { $0.count } }

  private func sweep() {
    let now = MonotonicTime.now()
    let limit = Int64(Self.patience) * 1_000_000_000
    let gone = entries.withLock { entries in
      let gone = entries.filter { now.nanoseconds(since: $0.since) >= limit }
      entries.removeAll { now.nanoseconds(since: $0.since) >= limit }
      return gone
    }
    _ = consume gone
  }
}
