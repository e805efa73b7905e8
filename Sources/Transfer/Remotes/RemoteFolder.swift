import Migration
import Rclone

/// What one folder of a place holds, in the byte order of the keys.
struct RemoteFolder {
  /// A file or folder.
  struct Entry {
    /// Its name; a folder's ends in `/`.
    let name: [UInt8]
    let facts: ObjectFacts
    /// Why no object can have this name; nil if one can.
    var problem: String?
  }

  private(set) var entries: [Entry] = []

  /// Takes in an entry, unless it is one that is not complete.
  mutating func add(_ entry: RcloneEntry) {
    let facts = Self.facts(entry)
    let end = entry.isFolder ? [UInt8(ascii: "/")] : []
    guard let name = RcloneName.key(entry.name) else {
      let why =
        "rclone cannot tell it from others: the name is not UTF-8, or holds '/'; give it another "
        + "name"
      return entries.append(Entry(name: Array(entry.name.utf8) + end, facts: facts, problem: why))
    }
    guard !RcloneCopying.isPartial(name) else { return }
    entries.append(Entry(name: name + end, facts: facts))
  }

  /// Brings them into order; some services have several objects of one name.
  mutating func sort() {
    entries.sort { $0.name.lexicographicallyPrecedes($1.name) }
    var unique: [Entry] = []
    unique.reserveCapacity(entries.count)
    for entry in entries {
      if let last = unique.last, last.name == entry.name {
        if entry.facts.kind == .file {
          unique[unique.count - 1].problem =
            "there are several objects of this name; remove all but one ('rclone dedupe')"
        }
        continue
      }
      unique.append(entry)
    }
    entries = unique
  }

  /// The entry of a name, as it stands in a key.
  func entry(_ name: some Collection<UInt8>) -> Entry? {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].name.lexicographicallyPrecedes(name) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < entries.count, entries[low].name.elementsEqual(name) else { return nil }
    return entries[low]
  }

  static func facts(_ entry: RcloneEntry) -> ObjectFacts {
    ObjectFacts(
      kind: entry.isFolder ? .folder : .file, size: entry.isFolder ? 0 : max(0, entry.size),
      modified: entry.modified, mode: entry.isFolder ? 0o755 : 0o644)
  }
}
