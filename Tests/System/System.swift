import Foundation
import Testing

/// What the system tests need of their surroundings.
enum System {
  private static let environment = ProcessInfo.processInfo.environment

  /// Whether they were asked for: they start whole daemons and take minutes.
  static let isAskedFor = environment["FERRY_SYSTEM_TESTS"] == "1"
  /// The folder with `ferryd` and `ferry`.
  static let binaries = environment["FERRY_BIN"] ?? ".build/debug"
  /// Root may become another user and mount.
  static let isRoot = geteuid() == 0

  static let how: Comment = "these start whole daemons: make system-test"
  static let needsRoot: Comment = "needs root, to become another user or to mount"
}

/// Adds the daemon's log to whatever goes wrong while it runs.
extension Trait where Self == IssueHandlingTrait {
  static var daemonLog: Self {
    .compactMapIssues { issue in
      guard let path = DaemonFixture.currentLog, let text = try? Texts.read(path) else {
        return issue
      }
      let said = Comment(rawValue: "the daemon said:\n" + text.suffix(3_000))
      // A suite's trait is its tests' trait too.
      guard !issue.comments.contains(said) else { return issue }
      var issue = issue
      issue.comments.append(said)
      return issue
    }
  }
}

enum Texts {
  static func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }

  static func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }
}

struct Problem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Asks until it is so, at most so long.
func eventually(_ seconds: Double, _ isSo: () throws -> Bool) rethrows -> Bool {
  let end = ContinuousClock.now + .seconds(seconds)
  while true {
    if try isSo() { return true }
    if ContinuousClock.now >= end { return false }
    usleep(10_000)
  }
}

/// Seconds that something took.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return Double((ContinuousClock.now - start) / .milliseconds(1)) / 1_000
}
