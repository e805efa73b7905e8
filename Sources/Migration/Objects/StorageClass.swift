/// How a bucket keeps an object: what is at hand at once costs more than what has to be thawed.
public struct StorageClass: Hashable, Sendable {
  /// The word that it was given by.
  public let name: String

  /// A class by its word; nil if it can be none.
  ///
  /// - Parameter name: Data Online Migration's word, or the service's own.
  public init?(_ name: String) {
    guard Self.problem(with: name) == nil else { return nil }
    self.name = name
  }

  /// What is wrong with a word for a class; nil if nothing is.
  public static func problem(with name: String) -> String? {
    let isWord =
      (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
    return isWord
      ? nil
      : "'\(name)' is no storage class; allowed: Standard, IA, Archive, DeepColdArchive, or the "
        + "service's own word, such as ONEZONE_IA"
  }

  /// The word for the service: Amazon's for those that it has, else the name itself.
  ///
  /// Source: Amazon S3 API, `x-amz-storage-class`, which its kin take too; Data Online Migration,
  /// TargetStorageClass.
  public var word: String {
    switch name {
    case "Standard": "STANDARD"
    case "IA": "STANDARD_IA"
    case "Archive": "GLACIER"
    case "DeepColdArchive": "DEEP_ARCHIVE"
    default: name
    }
  }
}
