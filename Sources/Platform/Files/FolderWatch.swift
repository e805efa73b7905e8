import CLinux
import Glibc

/// Tells when names come, go, or have been written in a few folders.
///
/// It says that something has happened, not what: the owner looks again. Source: inotify(7).
public struct FolderWatch: ~Copyable, Sendable, Pollable {
  private let descriptor: FileDescriptor
  /// The names that count in a folder, by its watch; nil if all do.
  private var names: [Int32: Set<String>?] = [:]
  private var buffer = [UInt8](repeating: 0, count: 1 << 14)

  /// The watch's descriptor, for a `Poller`.
  public var raw: Int32 { descriptor.raw }

  /// A watch over no folder yet.
  ///
  /// - Throws: `SystemError`; `EMFILE` if the user has as many watches as the system allows.
  public init() throws(SystemError) {
    let raw = ferry_folder_watch_create()
    guard raw >= 0 else { throw SystemError(errno, "inotify_init1") }
    descriptor = FileDescriptor(owning: raw)
  }

  /// Watches a folder, too; one that is watched already stays so.
  ///
  /// - Parameters:
  ///   - folder: Its path; a link is followed now, and not looked at again.
  ///   - name: The name that counts in it, beside those asked for before; nil if all do.
  /// - Throws: `SystemError`; `ENOENT` or `ENOTDIR` if there is no such folder, `ENOSPC` if the
  ///   system allows no more watches.
  public mutating func watch(_ folder: String, for name: String? = nil) throws(SystemError) {
    let watch = ferry_folder_watch_add(raw, folder)
    guard watch >= 0 else { throw SystemError(errno, "inotify_add_watch", folder) }
    switch (name, names[watch]) {
    case (nil, _), (_, .some(.none)): names[watch] = .some(nil)
    case (let name?, .some(.some(let known))): names[watch] = .some(known.union([name]))
    case (let name?, .none): names[watch] = .some([name])
    }
  }

  /// Takes all that has happened since the last call.
  ///
  /// - Returns: Whether any of it counts.
  public mutating func take() throws(SystemError) -> Bool {
    var counts = false
    while true {
      let raw = self.raw
      let count = retryingInterrupted {
        buffer.withUnsafeMutableBytes { Glibc.read(raw, $0.baseAddress, $0.count) }
      }
      guard count > 0 else {
        if count == 0 || errno == EAGAIN { return counts }
        throw SystemError(errno, "read", "inotify")
      }
      for event in events(in: count) where heed(event) { counts = true }
    }
  }

  private func events(in count: Int) -> [ferry_folder_event] {
    var events: [ferry_folder_event] = []
    buffer.withUnsafeBytes { bytes in
      var rest = UnsafeRawBufferPointer(rebasing: bytes.prefix(count))
      var event = ferry_folder_event()
      while true {
        let taken = ferry_folder_watch_next(rest.baseAddress, rest.count, &event)
        guard taken > 0 else { return }
        events.append(event)
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(taken))
      }
    }
    return events
  }

  private mutating func heed(_ event: ferry_folder_event) -> Bool {
    if event.was_lost != 0 { return true }
    guard let wanted = names[event.watch] else { return false }
    if event.folder_is_gone != 0 {
      // What is at its path from now on has to be watched anew; where it went is of no interest.
      // The kernel itself forgets one that was removed, and says EINVAL.
      _ = ferry_folder_watch_remove(raw, event.watch)
      names[event.watch] = nil
      return true
    }
    let name = withUnsafeBytes(of: event.name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return wanted?.contains(name) ?? true
  }
}
