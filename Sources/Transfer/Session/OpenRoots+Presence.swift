import CLinux
import Glibc

// A root that goes in the middle of a run must stop it with one sentence, not fail each object.

extension OpenRoots {
  /// A root that is not as it was: what a run's owner is told, and whose it is.
  struct Absence {
    let side: ObjectError.Side
    let text: String
  }

  /// What is to be said of a root that is not there any more, nil if both are.
  borrowing func whatIsGone(_ order: MoveOrder) -> Absence? {
    for (side, folder, counts) in [
      (ObjectError.Side.source, source, countsLinks.source),
      (.destination, destination, countsLinks.destination),
    ] where folder >= 0 {
      var facts = FileFacts()
      let code = ferry_stat(folder, &facts)
      if code < 0 {
        return Self.absence(side, order, "cannot be reached: \(ObjectError.text(-code))")
      }
      if counts, facts.links == 0 { return Self.absence(side, order, "is gone") }
    }
    if let away = whatIsAway(order) { return away }
    let refusal = destination < 0 ? 0 : ferry_may_write(destination)
    guard refusal < 0 else { return nil }
    return Self.absence(.destination, order, "cannot be written: \(ObjectError.text(-refusal))")
  }

  /// What is to be said of a root whose file system was unmounted, or mounted over, while it was
  /// open.
  ///
  /// An open folder keeps such a file system usable (`MNT_DETACH` in umount2(2)); whoever unmounts
  /// a disk wants it let go, and not that it is written on unseen.
  borrowing func whatIsAway(_ order: MoveOrder) -> Absence? {
    for (side, folder) in [(ObjectError.Side.source, source), (.destination, destination)]
    where folder >= 0 && Self.isAway(folder) {
      let words = "its file system was unmounted, or another was mounted over it"
      return Self.absence(side, order, "is not there any more: \(words)")
    }
    return nil
  }

  /// What is to be said of a root whose file system has failed as a whole, nil if both work.
  ///
  /// Both are asked for what no cache can answer.
  ///
  /// - Parameter token: The run's own, for the name of a file.
  borrowing func whatHasFailed(_ order: MoveOrder, token: String) -> Absence? {
    let reading = source < 0 ? 0 : Self.read(source)
    if reading < 0 {
      return Self.absence(.source, order, "cannot be read: \(ObjectError.text(-reading))")
    }
    let writing = destination < 0 ? 0 : Self.write(destination, ".ferry-\(token)-0-1~")
    guard writing < 0 else { return nil }
    return Self.absence(.destination, order, "cannot be written: \(ObjectError.text(-writing))")
  }

  /// What is to be said of a file system that was unmounted in a root.
  static func absence(of loss: MountsBelow.Loss) -> Absence {
    let whose = loss.side == .source ? "source" : "destination"
    return Absence(
      side: loss.side,
      text: """
        The file system on \(loss.place), in the \(whose) folder, was unmounted in the middle of the \
        run; mount it again and start the job to go on.
        """)
  }

  private static func absence(
    _ side: ObjectError.Side, _ order: MoveOrder, _ what: String
  ) -> Absence {
    let name =
      side == .source ? "source folder \(order.source)" : "destination folder \(order.destination)"
    return Absence(
      side: side, text: "The \(name) \(what); bring it back and start the job to go on.")
  }

  /// Whether the kernel's own path of an open folder leads to another one, or to nothing.
  private static func isAway(_ folder: Int32) -> Bool {
    var facts = FileFacts()
    guard ferry_stat(folder, &facts) == 0 else { return false }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { path in
      guard let start = path.baseAddress else { return false }
      let count = ferry_readlink_at(AT_FDCWD, "/proc/self/fd/\(folder)", start, path.count)
      // What cannot be told is taken for well: the objects will tell.
      guard count > 0, count < path.count else { return false }
      path[count] = 0
      var found = FileFacts()
      switch ferry_stat_at(AT_FDCWD, start, &found) {
      case 0: return found.device != facts.device || found.inode != facts.inode
      case -ENOENT, -ENOTDIR: return true
      default: return false
      }
    }
  }

  private static func read(_ folder: Int32) -> Int32 {
    let opened = ferry_openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
    guard opened >= 0 else { return opened == -EACCES ? 0 : opened }
    defer { close(opened) }
    return withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 16) { buffer in
      Int32(clamping: ferry_list(opened, buffer.baseAddress, buffer.count))
    }
  }

  private static func write(_ folder: Int32, _ name: String) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW
    let file = ferry_openat(folder, name, flags, 0o600)
    guard file >= 0 else {
      // Those have words of their own.
      return [-ENOSPC, -EDQUOT, -EACCES, -EPERM, -EMFILE, -ENFILE].contains(file) ? 0 : file
    }
    close(file)
    _ = ferry_unlink_at(folder, name)
    return 0
  }
}
