import Migration

/// What a destination has under each key, asked for in the order of the keys: each folder is listed once.
///
/// One thread uses it.
final class RemoteLook {
  private let client: RemoteClient
  private let patience: Patience
  /// The folders on the way to the last key; nil for one that is not there.
  private var levels: [(key: [UInt8], folder: RemoteFolder?)] = []

  init(_ client: RemoteClient, _ patience: Patience) {
    self.client = client
    self.patience = patience
  }

  /// What is under a key; nil if nothing is.
  func facts(of key: [UInt8]) throws(ObjectError) -> ObjectFacts? {
    let slash = UInt8(ascii: "/")
    let path = key.last == slash ? key.dropLast() : key[...]
    let start = (path.lastIndex(of: slash) ?? -1) + 1
    guard let folder = try enter(key[..<start]) else { return nil }
    // One of the other kind is in its way.
    let name = path[start...]
    let (own, other) = key.last == slash ? (name + [slash], name) : (name, name + [slash])
    return (folder.entry(own) ?? folder.entry(other))?.facts
  }

  private func enter(_ folder: ArraySlice<UInt8>) throws(ObjectError) -> RemoteFolder? {
    while let level = levels.last, !folder.starts(with: level.key) { levels.removeLast() }
    if levels.isEmpty { levels.append(([], try list([]))) }
    while let level = levels.last, level.key.count < folder.count {
      let rest = folder[(folder.startIndex + level.key.count)...]
      let end = (rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex - 1) + 1
      let name = rest[..<end]
      let key = level.key + name
      let isThere = level.folder?.entry(name) != nil
      levels.append((key, isThere ? try list(key) : nil))
    }
    return levels.last?.folder
  }

  private func list(_ key: [UInt8]) throws(ObjectError) -> RemoteFolder? {
    try patience.persist { () throws(ObjectError) in try client.folder(key, .destination) }
  }
}
