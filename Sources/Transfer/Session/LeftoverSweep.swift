import CLinux
import Glibc
import Migration
import Store

/// Removes what a killed process has left half written of a run that ends without going on.
///
/// A run that goes on finds its own temporary names and needs no sweep.
struct LeftoverSweep: ~Copyable {
  private let destination: Int32
  private var temporary: TemporaryName

  /// A sweep below an open destination root, for the names of one run.
  init(destination: Int32, token: String) {
    self.destination = destination
    temporary = TemporaryName(token: token)
  }

  /// Looks for the temporary names of one batch's objects; none is the rule.
  mutating func remove(batch: Int64, _ packed: [UInt8]) throws(LedgerError) {
    temporary.begin(batch: batch)
    var objects = try ObjectUnpacker(packed)
    var index = 0
    while try objects.next() {
      let parts = objects.key.split(separator: UInt8(ascii: "/"))
      if let folder = open(parts.dropLast()) {
        temporary.with(index: index) { _ = ferry_unlink_at(folder.number, $0) }
      }
      index += 1
    }
  }

  /// Walks down without following a link; nil if there is no such folder.
  private func open(_ parts: some Sequence<ArraySlice<UInt8>>) -> Descriptor? {
    let flags = ferry_open_path_flags() | O_NOFOLLOW
    var number = ferry_openat(destination, ".", flags, 0)
    for part in parts where number >= 0 {
      let inner =
        FolderPair.isPlain(part)
        ? ferry_openat(number, part.map { CChar(bitPattern: $0) } + [0], flags, 0) : -EINVAL
      close(number)
      number = inner
    }
    return number >= 0 ? Descriptor(number) : nil
  }
}
