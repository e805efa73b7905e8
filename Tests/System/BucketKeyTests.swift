import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: Peers.areThere, "\(Peers.how)"),
  .daemonLog)
struct BucketKeyTests {
  /// Names that something on the way could take for something else.
  static let names: [String] = [
    "with space", " leading", "trailing ", "a+b", "100%", "a%2Fb", "%2F", "%", "~tilde", "a&b",
    "it's", "(round)", "star*", "bang!", "at@", "co:lon", "com,ma", "semi;colon", "$dollar",
    "[square]", "#hash", "quest?ion", "{curly}", "\"quoted\"", "<less>", "back\\slash", "pi|pe",
    "^caret", "`tick`", "a=b", "日本語", "Ünï", "e\u{301}", "🙂", ".hidden", "...", "a..b", "-dash",
    "tab\there", "line\nbreak", "d/ ", "d/+", "d e/f g", "x.", "&amp;", "%25",
  ]

  @Test("names of all kinds go through a store and come back, or fail with a word that says why")
  func odd() throws {
    try DaemonFixture.with("odd") { fixture in
      let stores = try Stores(fixture)
      try fixture.makePair()
      let source = fixture.folder + "/source"
      let long = String(repeating: "long/name", count: 108)
      for name in Self.names + [long] { try Tree.write(source, Array(name.utf8), Array(name.utf8)) }
      // Not UTF-8.
      try Tree.write(source, [0x62, 0x61, 0x64, 0xFF], [1])
      try Tree.write(source, [0x62, 0x61, 0x64, 0xFE], [2])
      for store in ["strict", "loose"] {
        try fixture.writeAddress("end-\(store)", try fixture.makeFolder("end-\(store)"))
        try fixture.writePlainJob("to-\(store)", from: "src", to: store)
        try fixture.writePlainJob("from-\(store)", from: store, to: "end-\(store)")
      }
      try fixture.start()
      let wanted = try Tree.read(source).filter { $0.value.mode & S_IFMT == S_IFREG }
      for store in ["strict", "loose"] {
        let up = try fixture.ended("to-\(store)")
        #expect(try fixture.status("to-\(store)") == "FINISHED", "\(store)")
        let failed = try fixture.ferry("failed", "to-\(store)", "--json").out
        let down = try fixture.ended("from-\(store)")
        #expect(try fixture.status("from-\(store)") == "FINISHED", "\(store)")
        let arrived = try Tree.read("\(fixture.folder)/end-\(store)")
          .filter { $0.value.mode & S_IFMT == S_IFREG }
        let lost = Tree.differences(wanted, arrived)
        let failures = max(0, up["FailedCount"].number) + max(0, down["FailedCount"].number)
        #expect(lost.count == failures, "\(store): \(lost) \(failed)")
        #expect(arrived.allSatisfy { wanted[$0.key] == $0.value }, "\(store)")
        // moto takes no key with a line break.
        #expect(failures <= 3, "\(lost)")
        #expect(failed.contains("not UTF-8"), "\(failed)")
        // A second look finds all that has arrived.
        #expect(try fixture.ended("to-\(store)", run: 2).moved == 0, "\(store)")
      }
      _ = stores.strict.asked.take()
    }
  }

  @Test("keys that no file can have fail by themselves, and nothing is written elsewhere")
  func hostile() throws {
    try DaemonFixture.with("hostile") { fixture in
      let stores = try Stores(fixture, prefix: "")
      try fixture.makePair()
      let put = """
        for key in ["a//b", "/leading", "../outside", "a/../../outside", "..", ".", "d/.", "x", "x/y",
          "good", "fine/good", "full/"]:
          s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
        """
      _ = try stores.python(put)
      try fixture.writePlainJob("down", from: "loose", to: "dst")
      try fixture.writePlainJob("over", from: "loose", to: "strict")
      try fixture.start()
      let end = try fixture.ended("down")
      #expect(try fixture.status("down") == "FINISHED")
      let failed = try fixture.ferry("failed", "down").out
      #expect(end["FailedCount"].number == 9, "\(failed)")
      #expect(failed.contains("8 InvalidKey"), "\(failed)")
      let arrived = try Tree.read(fixture.folder + "/destination").filter {
        $0.value.mode & S_IFMT == S_IFREG
      }
      #expect(arrived.count == 3, "\(arrived.keys.map { String(decoding: $0, as: UTF8.self) })")
      for place in ["/outside", "/destination/outside"] {
        #expect(access(fixture.folder + place, F_OK) != 0)
      }
      #expect(access("/leading", F_OK) != 0)
      // A store of folders refuses some of them; the run goes on.
      _ = try fixture.ended("over", seconds: 90)
      #expect(try fixture.status("over") == "FINISHED")
      #expect(access(stores.folder + "/good", F_OK) == 0)
      #expect(access(fixture.folder + "/strict/outside", F_OK) != 0)
    }
  }
}
