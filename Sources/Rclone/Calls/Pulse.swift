import CLinux
import HTTP

/// Looks after a call that may take hours: passes on the wish to stop, and sees whether rclone lives.
///
/// A call is one long silence on its connection. Now and then something else is asked on another one;
/// a process that does not answer that any more is killed, and the call ends with it.
final class Pulse {
  /// Between two questions, in nanoseconds.
  private static let interval: Int64 = 15_000_000_000
  /// Silent questions after which a process is taken for dead.
  private static let mostSilent = 3
  /// How long the answer to a call that was stopped is waited for.
  private static let stopPatience: Int64 = 10_000_000_000

  private let child: RcloneChild
  private let stop: @Sendable () -> Bool
  private var group: String?
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
  func begin(group: String?) {
    self.group = group
    (silent, stopped, isDead) = (0, nil, false)
    nextLook = ferry_monotonic_ns() + Self.interval
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
    guard now >= nextLook else { return false }
    silent = ask("rc/noop", [:]) ? 0 : silent + 1
    nextLook = ferry_monotonic_ns() + Self.interval
    guard silent >= Self.mostSilent else { return false }
    isDead = true
    child.kill()
    return true
  }

  private func ask(_ command: String, _ parameters: JSON) -> Bool {
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
      _ = try asker.fetch(request)
      return true
    } catch {
      asker = nil
      return false
    }
  }
}
