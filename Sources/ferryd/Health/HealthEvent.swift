import Calendar
import Wire

/// Something that needs a person, as it is left for another program.
struct HealthEvent: Sendable {
  /// What happened.
  enum Kind: String {
    /// A run has ended with objects that still fail, and no retry follows.
    case failed
    /// A run is paused until somebody mends its cause.
    case attention
    /// A run cannot go on.
    case interrupted
    /// The state cannot be written.
    case state
    /// The configuration was refused.
    case reload
  }

  var kind: Kind
  /// The job; `ferryd` for what is about the daemon.
  var job = "ferryd"
  var run: Int64?
  var failed: Int64?
  var reason = ""
  var time: Instant

  /// The file's name: a later event of the same kind and job takes the place of one that waits.
  var fileName: String { "\(kind.rawValue).\(job).event" }

  /// Lines that systemd's EnvironmentFile= and a shell read alike.
  var text: String {
    var lines = [
      "FERRY_EVENT=\(kind.rawValue)", "FERRY_JOB=\(job)", "FERRY_TIME=\(ISOTime.text(time))",
    ]
    if let run { lines.append("FERRY_RUN_ID=\(run)") }
    if let failed { lines.append("FERRY_FILES_FAILED=\(failed)") }
    lines.append("FERRY_REASON=\"\(Self.plain(reason))\"")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Text without anything that a shell or systemd takes for more than itself.
  private static func plain(_ text: String) -> String {
    let bytes = text.utf8.prefix(1_000).map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"), UInt8(ascii: "`"): 0x27
      case 0x20...0x7E: byte
      case 0x0A: UInt8(ascii: ";")
      default: UInt8(ascii: "?")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
