/// The short forms that begin with `@`.
enum CronMacro {
  static let all = "@yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly"

  /// The six fields that a short form stands for, in any case, or nil if it is not supported.
  ///
  /// - Parameter name: ASCII only; other letters have lower forms among these.
  static func fields(of name: String) -> String? {
    guard name.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    return switch name.lowercased() {
    case "@yearly", "@annually": "0 0 0 1 1 *"
    case "@monthly": "0 0 0 1 * *"
    case "@weekly": "0 0 0 * * 0"
    case "@daily", "@midnight": "0 0 0 * * *"
    case "@hourly": "0 0 * * * *"
    default: nil
    }
  }

  /// What to write instead of a short form that is not supported.
  static func hint(for name: String) -> String? {
    switch name.lowercased() {
    case "@reboot": "a schedule names times; start the job by hand or from a unit at boot"
    case "@every": "write steps, for example 0 */5 * * * * for every five minutes"
    default: nil
    }
  }
}
