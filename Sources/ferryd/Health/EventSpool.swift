import Glibc
import Platform

/// The folder in which events wait for the program that deals with them.
struct EventSpool: Sendable {
  let folder: String
  let log: Log

  /// Events are written beside the folder: systemd looks at whether anything lies in it.
  private var unfinished: String { folder + ".unfinished" }

  /// So many may wait: if nobody takes them, more would not help.
  private static let most = 100

  /// Leaves an event; blocks as long as the file system does.
  func leave(_ event: HealthEvent) {
    do throws(SystemError) {
      for path in [folder, unfinished] where mkdir(path, 0o700) != 0 && errno != EEXIST {
        throw SystemError(errno, "mkdir", path)
      }
      let names = try FolderNames.read(folder).filter { $0.hasSuffix(".event") }
      guard names.count < Self.most || names.contains(event.fileName) else {
        return warn("\(folder) holds \(names.count) already; is ferry-events.path enabled?")
      }
      let written = "\(unfinished)/\(event.fileName)"
      try AtomicFile.write(Array(event.text.utf8), to: written)
      guard rename(written, "\(folder)/\(event.fileName)") == 0 else {
        throw SystemError(errno, "rename", folder)
      }
    } catch {
      warn("\(error)")
    }
  }

  private func warn(_ why: String) {
    log.tell(
      .warning, .eventLost, "an event could not be left for ferry-events.service: \(why)")
  }
}
