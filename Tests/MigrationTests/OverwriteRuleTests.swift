import Migration
import Testing

@Suite struct OverwriteRuleTests {
  @Test("what is there already is copied over, or not, by rule, kind, time and size")
  func table() {
    let rules: [(OverwriteRule, String)] = [
      (.alwaysAll, "all"), (.alwaysLastModified, "newer"), (.alwaysChanged, "changed"),
      (.alwaysDiffering, "differing"), (.never, "never"),
    ]
    for (source, destination, copied) in cases {
      let found = rules.filter { $0.0.copies(source, over: destination) }.map(\.1)
      #expect(found == copied, "\(source) over \(String(describing: destination))")
    }
  }
}

private let everyRule = ["all", "newer", "changed", "differing", "never"]

private let cases: [(ObjectFacts, ObjectFacts?, [String])] = [
  // Nothing there.
  (file(10, at: 5), nil, everyRule),
  (folder(at: 5), nil, everyRule),
  (link(4, at: 5), nil, everyRule),
  // The same, newer, older, of another size.
  (file(10, at: 5), file(10, at: 5), ["all", "differing"]),
  (file(10, at: 5), file(10, at: 4), ["all", "newer", "changed", "differing"]),
  (file(10, at: 5), file(10, at: 6), ["all", "differing"]),
  (file(10, at: 5), file(11, at: 5), ["all", "newer", "changed", "differing"]),
  (file(10, at: 5), file(11, at: 6), ["all", "changed", "differing"]),
  (file(0, at: .min), file(0, at: .max), ["all", "differing"]),
  (file(0, at: .max), file(0, at: .min), ["all", "newer", "changed", "differing"]),
  // Permission bits alone are no reason for a file.
  (file(10, at: 5, mode: 0o600), file(10, at: 5), ["all", "differing"]),
  // Another kind.
  (file(10, at: 5), link(10, at: 6), ["all", "newer", "changed", "differing"]),
  (link(4, at: 5), file(4, at: 6), ["all", "newer", "changed", "differing"]),
  (link(4, at: 5), link(4, at: 5), ["all"]),
  (link(4, at: 5), link(5, at: 5), ["all", "newer", "changed", "differing"]),
  (file(10, at: 5), folder(at: 5), ["all", "newer", "changed", "differing"]),
  (folder(at: 5), file(10, at: 5), ["all", "newer", "changed", "differing"]),
  // A folder that is there as it should be is never made again.
  (folder(at: 5), folder(at: 5), []),
  (folder(at: 5), folder(at: 6), ["all", "newer", "changed", "differing"]),
  (folder(at: 5, mode: 0o700), folder(at: 5), ["all", "newer", "changed", "differing"]),
]

private func file(_ size: Int64, at time: Int64, mode: UInt32 = 0o644) -> ObjectFacts {
  ObjectFacts(kind: .file, size: size, modified: time, mode: mode)
}

private func folder(at time: Int64, mode: UInt32 = 0o755) -> ObjectFacts {
  ObjectFacts(kind: .folder, size: 0, modified: time, mode: mode)
}

private func link(_ size: Int64, at time: Int64) -> ObjectFacts {
  ObjectFacts(kind: .symlink, size: size, modified: time, mode: 0o777)
}
