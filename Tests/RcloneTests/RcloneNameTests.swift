import Testing

@testable import Rclone

@Suite struct RcloneNameTests {
  static let names = [
    "plain", "a b.txt", "ünï", "n\nl", "\u{7F}", "q‛r", "a／b", "␊x", "‛␊", "．", "．．", "．a", "␡",
    "‛‛",
    "\u{1}\u{1F}", " ", "a\\b:c*?", "e\u{301}",
  ]

  @Test("each name comes back from its standard form")
  func eachNameComesBack() throws {
    for name in Self.names {
      let standard = try #require(RcloneName.standard(Array(name.utf8)))
      #expect(RcloneName.key(standard) == Array(name.utf8), "\(name)")
    }
    #expect(RcloneName.standard(Array("a/b\n/c/".utf8)) == "a/b␊/c")
    #expect(RcloneName.standard([0x61, 0xFF]) == nil)
  }

  @Test("what cannot be asked for again is no key")
  func whatCannotBeAskedForAgainIsNoKey() {
    for name in ["", "a\u{FFFD}", "a／b", "‛a", "a‛"] {
      #expect(RcloneName.key(name) == nil, "\(name)")
    }
  }

  @Test("partial names are known")
  func partialNamesAreKnown() {
    #expect(RcloneCopying.isPartial(Array("a.jpg.0a1b2c3d.ferry~".utf8)))
    for name in ["a.ferry~", ".0A1b2c3d.ferry~", "x0a1b2c3d.ferry~", "a.0a1b2c3d.ferry"] {
      #expect(!RcloneCopying.isPartial(Array(name.utf8)))
    }
  }

  @Test("times are read to the nanosecond")
  func timesAreRead() {
    for (text, time) in [
      ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:01.5Z", 1_500_000_000),
      ("2026-11-22T06:10:06.662767074Z", 1_795_327_806_662_767_074),
      ("1970-01-01T01:00:00+01:00", 0), ("1969-12-31T23:59:59.25Z", -750_000_000),
    ] as [(String, Int64)] {
      #expect(RcloneEntry.time(text) == time)
    }
    for text in ["", "1970-01-01", "1970-13-01T00:00:00Z", "1970-01-01T00:00:00"] {
      #expect(RcloneEntry.time(text) == nil)
    }
    #expect(RcloneEntry.time("0001-01-01T00:00:00Z") == .min)
  }

  @Test("a release is read from what the program says")
  func aReleaseIsRead() {
    #expect(RcloneVersion(saidBy: "rclone v1.75.2\n- os/version")?.description == "1.75.2")
    #expect(RcloneVersion(saidBy: "rclone v1.60.1-DEV\n")?.description == "1.60.1")
    #expect(RcloneVersion(saidBy: "rclone v2.0")?.description == "2.0")
    #expect(RcloneVersion(saidBy: "hello") == nil)
  }
}
