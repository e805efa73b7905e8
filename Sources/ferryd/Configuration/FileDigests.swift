import Configuration
import Migration

/// What tells a set of configuration files from another: a hash of each file's bytes by its path.
struct FileDigests: Sendable {
  private let digests: [String: UInt64]

  init(_ set: ConfigSet) {
    var digests: [String: UInt64] = [:]
    for file in set.groups.flatMap(\.files) {
      var hash = FNV1a()
      hash.mix(file.bytes)
      digests[file.path] = hash.value
    }
    self.digests = digests
  }

  /// The paths of files that are new, changed or gone since other ones, by path.
  func changes(since before: FileDigests) -> [String] {
    let paths = Set(digests.keys).union(before.digests.keys)
    return paths.filter { digests[$0] != before.digests[$0] }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
