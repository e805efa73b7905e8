import CLinux
import Glibc

/// The open root folders of a run: two, or one and a bucket, or none.
struct OpenRoots: ~Copyable, Sendable {
  /// The source's root; -1 if it is a bucket.
  let source: Int32
  /// The destination's root; -1 if it is a bucket, or is missing and was not made.
  let destination: Int32
  /// Whether folders of these file systems count their links: a deleted one has none left.
  let countsLinks: (source: Bool, destination: Bool)
  /// The file system that a sync of the destination covers.
  let destinationDevice: UInt64

  /// What tells the source from others: its inode number, or a hash of the bucket's name.
  let sourceInode: UInt64
  /// What tells the destination from others, likewise.
  let destinationInode: UInt64

  /// Where the source really is, with all links resolved; nil if it is a bucket.
  var sourcePath: String? { source < 0 ? nil : Self.path(of: source) }

  /// Where the destination really is; nil if no folder is open.
  var destinationPath: String? { destination < 0 ? nil : Self.path(of: destination) }

  static func path(of folder: Int32) -> String {
    guard let path = realpath("/proc/self/fd/\(folder)", nil) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }

  /// Opens both.
  ///
  /// - Parameter makesMissing: Whether the destination's last part is made if it is missing.
  /// - Throws: A sentence for the run's owner.
  init(_ order: MoveOrder, makesMissing: Bool = true) throws(RootError) {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    let number = order.sourceFolder.map { ferry_openat(AT_FDCWD, $0, flags, 0) } ?? -1
    guard number >= 0 || order.sourceFolder == nil else {
      throw RootError("The source folder \(order.source) cannot be opened", -number)
    }
    let source = Descriptor(number)
    let destination = try Self.openDestination(order, flags, source: number, makesMissing)
    let refusal = destination.number < 0 ? 0 : ferry_may_write(destination.number)
    guard refusal == 0 else {
      throw RootError("The destination folder \(order.destination) cannot be written", -refusal)
    }
    guard destination.number < 0 || !Self.isInside(source.number, destination.number) else {
      throw RootError(
        text: """
          The source \(order.source) lies in the destination \(order.destination), so the copy \
          could overwrite what it reads; choose another one.
          """)
    }
    var facts = FileFacts()
    if source.number >= 0 { _ = ferry_stat(source.number, &facts) }
    let sourceCounts = facts.links > 0
    sourceInode =
      order.sourceBucket?.identity ?? order.web?.identity ?? order.remotes?.source?.identity
      ?? facts.inode
    if destination.number >= 0 { _ = ferry_stat(destination.number, &facts) }
    countsLinks = (sourceCounts, facts.links > 0)
    destinationDevice = facts.device
    destinationInode =
      order.destinationBucket?.identity ?? order.remotes?.destination?.identity ?? facts.inode
    self.source = source.release()
    self.destination = destination.release()
  }

  /// Opens the destination, made if only its last part is missing; never one in the source.
  private static func openDestination(
    _ order: MoveOrder, _ flags: Int32, source: Int32, _ makesMissing: Bool
  ) throws(RootError) -> Descriptor {
    guard let path = order.destinationFolder else { return Descriptor(-1) }
    let inside = RootError(
      text: "The destination \(path) lies in the source \(order.source); choose another one.")
    var number = ferry_openat(AT_FDCWD, path, flags, 0)
    if number == -ENOENT {
      // Looked at before anything is made, and so before anything is made in the source.
      let above = Descriptor(
        ferry_openat(AT_FDCWD, parent(path), ferry_open_path_flags() | O_CLOEXEC, 0))
      guard !isInside(above.number, source) else { throw inside }
      guard makesMissing else {
        let code = above.number < 0 ? above.number : ferry_may_write(above.number)
        guard code == 0 else {
          throw RootError("The destination folder \(path) cannot be made", -code)
        }
        return Descriptor(-1)
      }
      let made = ferry_mkdir_at(AT_FDCWD, path, 0o755)
      guard made == 0 || made == -EEXIST else {
        throw RootError("The destination folder \(path) cannot be made", -made)
      }
      number = ferry_openat(AT_FDCWD, path, flags, 0)
    }
    guard number >= 0 else {
      throw RootError("The destination folder \(path) cannot be opened", -number)
    }
    let opened = Descriptor(number)
    guard !isInside(number, source) else { throw inside }
    return opened
  }

  deinit {
    if source >= 0 { close(source) }
    if destination >= 0 { close(destination) }
  }

  /// The path without its last part.
  private static func parent(_ path: String) -> String {
    var bytes = path.utf8[...]
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == bytes.startIndex ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
  }

  /// Whether a folder is another one, or lies in it: the way up from it is followed.
  private static func isInside(_ folder: Int32, _ other: Int32) -> Bool {
    guard folder >= 0, other >= 0 else { return false }
    var wanted = FileFacts()
    guard ferry_stat(other, &wanted) == 0 else { return false }
    var current = ferry_openat(folder, ".", ferry_open_path_flags(), 0)
    var before: FileFacts?
    while current >= 0 {
      var facts = FileFacts()
      let code = ferry_stat(current, &facts)
      let above = ferry_openat(current, "..", ferry_open_path_flags(), 0)
      close(current)
      current = above
      let isSame = facts.device == wanted.device && facts.inode == wanted.inode
      let isTop = facts.device == before?.device && facts.inode == before?.inode
      if code != 0 || isSame || isTop {
        if current >= 0 { close(current) }
        return code == 0 && isSame
      }
      before = facts
    }
    return false
  }
}
