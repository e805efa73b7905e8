import CLinux
import Glibc
import Migration
import Store

/// One folder on the way from the root to where the listing is.
final class WalkLevel {
  /// Which folder one is, as the file system knows it.
  struct Place: Hashable {
    let device: UInt64
    let inode: UInt64

    init(_ facts: FileFacts) {
      device = facts.device
      inode = facts.inode
    }
  }

  /// The open source folder; -1 while it is closed because the way is long.
  var source: Int32
  /// The open destination folder; -1 if there is none, or while it is closed.
  var destination: Int32
  /// Which folder the source is, to know it again.
  let identity: FileFacts
  /// Which folder the destination is, nil if there is none.
  let destinationIdentity: FileFacts?
  /// Bytes of the current key that name this folder, its `/` included.
  let keyLength: Int
  /// The names that are listed now.
  var names: NameTable
  /// What was looked at ahead, of the first of these names.
  var looks: [ObjectLook] = []
  /// The next name.
  var next = 0
  /// The folders that were asked for ahead, by the indices of their names.
  var requests: [Int: FoldersAhead.Request] = [:]
  /// The first name that was not looked at yet for being asked for.
  var asked = 0
  /// Whether the plan has a row that sets this folder right at the end.
  var hasRow = false

  init(
    source: Int32, destination: Int32, identity: FileFacts, destinationIdentity: FileFacts?,
    keyLength: Int, names: NameTable
  ) {
    self.source = source
    self.destination = destination
    self.identity = identity
    self.destinationIdentity = destinationIdentity
    self.keyLength = keyLength
    self.names = names
  }

  deinit {
    closeFolders()
  }

  /// Begins with names that come later in the same folder.
  func read(_ names: NameTable) {
    self.names = names
    looks = []
    (next, asked) = (0, 0)
  }

  /// Closes both folders; they can be opened again from a folder inside.
  func closeFolders() {
    // Whoever opens something in here is waited for.
    for request in requests.values { request.take()?.closeFolders() }
    requests = [:]
    if source >= 0 { close(source) }
    if destination >= 0 { close(destination) }
    source = -1
    destination = -1
  }
}
