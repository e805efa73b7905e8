import CLinux
import HTTP

/// Looks after a call that may take hours: passes on the wish to stop, and sees whether rclone lives.
///
/// A call is one long silence on its connection. Now and then something else is asked on another one;
/// a process that does not answer that any more is killed, and the call ends with it.
final class Pulse {
  /// Between two looks at what was moved, in nanoseconds.
  private static let progressInterval: Int64 = 2_000_000_000
  /// Between two questions, in nanoseconds.
  private static let interval: Int64 = 15_000_000_000
  /// Silent questions after which a process is taken for dead.
  private static let mostSilent = 3
  /// How long the answer to a call that was stopped is waited for.
  private static let stopPatience: Int64 = 10_000_000_000

  private let child: RcloneChild
  private let stop: @Sendable () -> Bool
  private var group: String?
  private var moved: ((Int64) -> Void)?
  private var nextProgress: Int64 = 0
  private var asker: HTTPClient?
  private var nextLook: Int64 = 0
  private var silent = 0
  private var stopped: Int64?

  /// Whether the process was killed because it was silent.
  private(set) var isDead = false

  init(_ child: RcloneChild, _ stop: @escaping @Sendable () -> Bool) {
    self.child = child
    self.stop = stop
  }

  /// A call begins.
  ///
  /// - Parameter moved: Hears now and then how many bytes the group has moved.
  func begin(group: String?, moved: ((Int64) -> Void)? = nil) {
    (self.group, self.moved) = (group, moved)
    nextProgress = ferry_monotonic_ns() + Self.progressInterval
    (silent, stopped, isDead) = (0, nil, false)
    nextLook = ferry_monotonic_ns() + Self.interval
  }

  /// The call is over.
  func end() { moved = nil }

  private func tellProgress(_ now: Int64) {
    guard let group, let moved, now >= nextProgress else { return }
    let answer = fetch("core/stats", ["group": .string(group)])
    nextProgress = ferry_monotonic_ns() + Self.progressInterval
    if let bytes = answer?["bytes"]?.number { moved(bytes) }
  }

  /// Whether the call is to be cut off now; asked by libcurl, often.
  func endsCall() -> Bool {
    let now = ferry_monotonic_ns()
    if let stopped { return now - stopped > Self.stopPatience }
    if stop() {
      guard let group else { return true }
      stopped = now
      _ = ask("job/stopgroup", ["group": .string(group)])
      return false
    }
    tellProgress(now)
    guard now >= nextLook else { return false }
    silent = ask("rc/noop", [:]) ? 0 : silent + 1
    nextLook = ferry_monotonic_ns() + Self.interval
    guard silent >= Self.mostSilent else { return false }
    isDead = true
    child.kill()
    return true
  }

  private func ask(_ command: String, _ parameters: JSON) -> Bool {
    fetch(command, parameters) != nil
  }

  /// Nil without an answer.
  private func fetch(_ command: String, _ parameters: JSON) -> JSON? {
    do throws(HTTPError) {
      let asker: HTTPClient
      if let known = self.asker {
        asker = known
      } else {
        asker = try HTTPClient(settings: RcloneClient.settings(child))
      }
      self.asker = asker
      var request = RcloneClient.request(command, parameters, child)
      request.stallTimeout = .seconds(5)
      let answer = try asker.fetch(request)
      return (try? JSONReader.read(answer.body)) ?? .null
    } catch {
      asker = nil
      return nil
    }
  }
}
