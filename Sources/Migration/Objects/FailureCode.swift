/// Why one object failed, as a stable word that reports and scripts may rely on.
public struct FailureCode: RawRepresentable, Hashable, Sendable {
  /// The word, as it stands in ledgers and reports.
  public let rawValue: String

  /// A code of this word.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Whether a retry could move the object: not if there is nothing to move.
  public var isRetryable: Bool {
    ![.sourceGone, .specialFile, .folderLoop, .invalidKey, .unreadableRow, .symbolicLink]
      .contains(self)
  }

  /// The object was listed and is gone now.
  public static let sourceGone = FailureCode(rawValue: "SourceGone")
  /// Size or time changed while it was being copied.
  public static let sourceChanged = FailureCode(rawValue: "SourceChanged")
  /// The daemon's user may not read the source or write the destination.
  public static let permissionDenied = FailureCode(rawValue: "PermissionDenied")
  /// The destination's file system or quota is full.
  public static let noSpace = FailureCode(rawValue: "NoSpace")
  /// The name is longer than the destination allows.
  public static let nameTooLong = FailureCode(rawValue: "NameTooLong")
  /// A folder stands where a file has to go.
  public static let isADirectory = FailureCode(rawValue: "IsADirectory")
  /// A file stands where a folder has to go.
  public static let notADirectory = FailureCode(rawValue: "NotADirectory")
  /// The destination does not hold what was written.
  public static let verifyFailed = FailureCode(rawValue: "VerifyFailed")
  /// A socket, pipe or device, which is not moved.
  public static let specialFile = FailureCode(rawValue: "SpecialFile")
  /// A symbolic link, which the destination has no form for.
  public static let symbolicLink = FailureCode(rawValue: "SymbolicLink")
  /// The object store refused for a reason of its own; the text has its code.
  public static let refused = FailureCode(rawValue: "StoreRefused")
  /// The object store could not be reached, or gave no whole answer.
  public static let unreachable = FailureCode(rawValue: "StoreUnreachable")
  /// The folder could not be listed, so what it holds is not known.
  public static let listFailed = FailureCode(rawValue: "ListFailed")
  /// The folder is one of those that it lies in, so that it holds itself.
  public static let folderLoop = FailureCode(rawValue: "FolderLoop")
  /// A list names what cannot be an object's key, such as one with `..` in it.
  public static let invalidKey = FailureCode(rawValue: "InvalidKey")
  /// A row of a list could not be read; the key is the file and the line.
  public static let unreadableRow = FailureCode(rawValue: "UnreadableRow")
  /// Any other error of the system; the text has its name.
  public static let ioError = FailureCode(rawValue: "IOError")
}
