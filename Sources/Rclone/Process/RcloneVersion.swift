/// A release of rclone.
struct RcloneVersion: Comparable, CustomStringConvertible {
  let major: Int
  let minor: Int
  let patch: Int

  init(major: Int, minor: Int, patch: Int = 0) {
    (self.major, self.minor, self.patch) = (major, minor, patch)
  }

  /// Reads the first line of `rclone version`: `rclone v1.75.2`, `rclone v1.60.1-DEV`.
  ///
  /// - Returns: Nil if it is something else.
  init?(saidBy output: String) {
    let line = output.prefix { !$0.isNewline }
    guard line.hasPrefix("rclone v") else { return nil }
    let numbers = line.dropFirst(8).prefix { $0.isNumber || $0 == "." }.split(separator: ".")
      .map { Int($0) }
    guard numbers.count >= 2, let major = numbers[0], let minor = numbers[1] else { return nil }
    (self.major, self.minor, patch) = (major, minor, (numbers.dropFirst(2).first ?? 0) ?? 0)
  }

  var description: String { patch == 0 ? "\(major).\(minor)" : "\(major).\(minor).\(patch)" }

  static func < (left: RcloneVersion, right: RcloneVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}
