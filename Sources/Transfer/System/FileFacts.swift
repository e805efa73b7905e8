import CLinux
import Glibc
import Migration

/// What a stat says.
typealias FileFacts = ferry_facts

extension ferry_facts {
  /// The mode bits that are kept: set-user-ID and set-group-ID are not.
  static let keptModes: UInt32 = 0o1777

  /// Set-user-ID and set-group-ID, which would give whoever runs a copy the daemon's rights.
  static let setIDModes: UInt32 = 0o6000

  /// What it is; nil for a socket, pipe or device.
  var kind: ObjectKind? {
    switch mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .symlink
    default: nil
    }
  }

  /// The facts that a comparison uses.
  func object(_ kind: ObjectKind) -> ObjectFacts {
    ObjectFacts(
      kind: kind, size: kind == .folder ? 0 : size, modified: modified_ns,
      mode: mode & Self.keptModes)
  }

  /// Facts of an open file.
  static func of(_ descriptor: Int32, _ side: ObjectError.Side) throws(ObjectError) -> FileFacts {
    var facts = FileFacts()
    try ObjectError.check(ferry_stat(descriptor, &facts), "stat", side)
    return facts
  }

  /// Facts of a name in a folder, a link not followed.
  static func at(
    _ folder: Int32, _ name: UnsafePointer<CChar>, _ side: ObjectError.Side
  ) throws(ObjectError) -> FileFacts {
    var facts = FileFacts()
    try ObjectError.check(ferry_stat_at(folder, name, &facts), "stat", side)
    return facts
  }
}
