import Glibc
import Platform
public import Wire

/// How much room a file system has.
public enum Space {
  private static let tight: UInt64 = 1 << 30
  private static let spent: UInt64 = 64 << 20
  private static let fewNames: UInt64 = 10_000
  private static let noNames: UInt64 = 500

  /// Looks at the file system of a folder.
  ///
  /// - Parameters:
  ///   - folder: Blocks if it is on a dead mount.
  ///   - check: The check that asks.
  ///   - use: What the folder is for: `the state folder`.
  public static func findings(
    of folder: String, _ check: String, use: String
  ) -> [FindingView] {
    var facts = statvfs()
    guard statvfs(folder, &facts) == 0 else {
      let error = SystemError(errno, "statvfs", folder)
      return [
        FindingView(
          .problem, check, "\(use) cannot be looked at: \(error)", at: folder,
          remedy: "make it, mount it, or let the daemon's user search the folders above it")
      ]
    }
    let (free, overflow) = UInt64(facts.f_bavail).multipliedReportingOverflow(
      by: UInt64(facts.f_frsize))
    return [room(overflow ? .max : free, folder, check, use)]
      + [names(facts, folder, check, use)].compactMap { $0 }
  }

  private static func room(
    _ free: UInt64, _ folder: String, _ check: String, _ use: String
  ) -> FindingView {
    let text = "\(use) has \(SizeText.bytes(Int64(clamping: free))) free"
    if free >= tight { return FindingView(.ok, check, text, at: folder) }
    return FindingView(
      free < spent ? .problem : .warning, check, text, at: folder,
      remedy: "free some: 'du -xh --max-depth=1 \(folder)' shows what takes it")
  }

  /// Room for names; file systems that make them as needed tell none.
  private static func names(
    _ facts: statvfs, _ folder: String, _ check: String, _ use: String
  ) -> FindingView? {
    let left = UInt64(facts.f_favail)
    guard facts.f_files > 0, left < fewNames else { return nil }
    return FindingView(
      left < noNames ? .problem : .warning, check,
      "\(use) has room for \(left) more files only (inodes)", at: folder,
      remedy: "remove small files: 'du --inodes -x --max-depth=1 \(folder)' shows where they are")
  }
}
