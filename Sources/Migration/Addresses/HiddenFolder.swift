/// A folder that the daemon does not see as everybody else does: its sandbox has put another there.
public struct HiddenFolder: Hashable, Sendable {
  /// The folder.
  public let folder: LocalPath
  /// Folders inside it that are shown nevertheless.
  public let shown: [LocalPath]
  /// Whose it is and what to do, as the end of a sentence.
  public let why: String

  /// A folder that is hidden but for some inside it.
  public init(_ folder: LocalPath, except shown: [LocalPath], why: String) {
    self.folder = folder
    self.shown = shown
    self.why = why
  }

  /// Whether a path lies in it and not in what is shown.
  public func covers(_ path: LocalPath) -> Bool {
    path.isInside(folder) && !shown.contains { path.isInside($0) }
  }
}
