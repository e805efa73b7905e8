import CLinux
import Glibc
import Migration

/// What the file systems say of one name that is no folder's.
struct ObjectLook {
  /// Whether it is an object at all.
  enum Kind {
    case leftOut
    case special
    case object
  }

  private(set) var kind = Kind.object
  /// The negated errno of looking at the source; 0 for none.
  private(set) var code: Int32 = 0
  private(set) var source = FileFacts()
  /// The same of the destination.
  private(set) var destinationCode = -ENOENT
  private(set) var destination = FileFacts()

  /// No object.
  static let leftOut = ObjectLook(.leftOut)

  private init(_ kind: Kind) {
    self.kind = kind
  }

  /// Looks at a name, unless the filter leaves it out.
  ///
  /// - Parameters:
  ///   - name: In both folders.
  ///   - type: Its `d_type`.
  ///   - key: Its key.
  ///   - source: The open folder.
  ///   - destination: The open folder, -1 if there is none.
  init(
    _ name: UnsafePointer<CChar>, type: UInt8, key: [UInt8], source: Int32, destination: Int32,
    _ sieve: ObjectSieve?
  ) {
    let isLink = type == UInt8(DT_LNK)
    if let sieve, isLink && sieve.excludesSymlinks || !sieve.passes(key: key) {
      kind = .leftOut
      return
    }
    guard isLink || type == UInt8(DT_REG) || type == UInt8(DT_UNKNOWN) else {
      kind = .special
      return
    }
    code = ferry_stat_at(source, name, &self.source)
    guard code == 0 else { return }
    guard sieve?.passes(modified: self.source.modified_ns) ?? true else {
      kind = .leftOut
      return
    }
    if destination >= 0 {
      destinationCode = ferry_stat_at(destination, name, &self.destination)
    }
  }
}
