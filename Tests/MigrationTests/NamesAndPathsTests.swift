import Migration
import Testing

@Suite struct NamesAndPathsTests {
  @Test("names are 3 to 63 letters, digits, _ and -, and begin with a letter or digit")
  func names() {
    let good = ["abc", "A-1", "9_9", "a__", "b--", String(repeating: "n", count: 63)]
    for text in good { #expect(throws: Never.self) { try Name(text, of: "job") } }
    let bad = [
      "", "ab", String(repeating: "n", count: 64), "a.b", "a b", "a/b", "-abc", "_abc", "né-e",
      "ab\0", "ab\n", "абв", "a\u{301}bc", "a:b", "①②③",
    ]
    for text in bad { #expect(throws: Refusal.self, "\(text)") { try Name(text, of: "job") } }
  }

  @Test("a refused name is told in one line without control characters")
  func refusedName() {
    let refusal = #expect(throws: Refusal.self) { try Name("a\n\u{1b}[31mb", of: "address") }
    #expect(refusal?.code == .invalidArgument)
    #expect(
      refusal?.message == "the address name 'a\\x0a\\x1b[31mb' holds '\\x0a'; "
        + "it takes 3 to 63 letters, digits, '_' or '-'")
  }

  @Test("a local path is absolute, ends in a slash and has nothing to resolve")
  func localPaths() throws {
    for text in ["/a/", "/srv/photos/", "/srv/.hidden/", "/srv/...//".replacing("//", with: "/")] {
      #expect(try LocalPath(text).text == text)
    }
    let bad = [
      "", "/", "//", "a/", "/a", "/a//b/", "//a/", "/./", "/a/./b/", "/a/../b/", "/..", "/../",
      "/a/b\0c/", "./a/", "~/a/",
    ]
    for text in bad { #expect(throws: Refusal.self, "\(text)") { try LocalPath(text) } }
    #expect(try LocalPath("/srv/a/").folder == "/srv/a")
  }

  @Test("paths are the same only byte by byte")
  func sameBytes() throws {
    let (composed, decomposed) = ("/srv/\u{e9}/", "/srv/e\u{301}/")
    #expect(try LocalPath(composed) != LocalPath(decomposed))
    #expect(try Set([LocalPath(composed), LocalPath(decomposed)]).count == 2)
    #expect(throws: Never.self) {
      try PathRules.checkPair(source: LocalPath(composed), destination: LocalPath(decomposed))
    }
  }

  @Test("a list's manifest is an absolute path of a file, told by its folder and its name")
  func localFiles() throws {
    let file = try LocalFile("/srv/lists/failed/manifest.json")
    #expect(file.folder.text == "/srv/lists/failed/" && file.name == "manifest.json")
    #expect(file.text == "/srv/lists/failed/manifest.json")
    #expect(file.lying(in: try LocalPath("/x/")).text == "/x/manifest.json")
    let bad = [
      "", "m.json", "/m.json", "/srv/l/", "/srv//m.json", "/srv/../m.json", "/srv/..", "/srv/.",
      "/srv/l/m\0.json", "/srv/l\0/m.json",
    ]
    for text in bad { #expect(throws: Refusal.self, "\(text)") { try LocalFile(text) } }
  }

  @Test("neither side of a job lies inside the other, whole components counted")
  func pairs() throws {
    let refused = [
      ("/srv/a/", "/srv/a/"), ("/srv/a/", "/srv/a/b/"), ("/srv/a/b/", "/srv/a/"),
      ("/srv/", "/srv/a/b/c/"),
    ]
    for (source, destination) in refused {
      #expect(throws: Refusal.self, "\(source) \(destination)") {
        try PathRules.checkPair(source: LocalPath(source), destination: LocalPath(destination))
      }
    }
    for (source, destination) in [("/srv/a/", "/srv/ab/"), ("/srv/ab/", "/srv/a/")] {
      #expect(throws: Never.self) {
        try PathRules.checkPair(source: LocalPath(source), destination: LocalPath(destination))
      }
    }
  }

  @Test("the kernel's folders, ferry's own and their parents are never moved; roots bound requests")
  func rules() throws {
    let own = try [
      LocalPath("/var/lib/ferry/"), LocalPath("/etc/ferry/"), LocalPath("/dev/shm/ferry-x/state/"),
    ]
    let rules = PathRules(own: own, roots: [try LocalPath("/srv/"), try LocalPath("/dev/shm/")])
    for (path, byRequest, byFile) in places {
      let path = try LocalPath(path)
      #expect(allows(rules, path, .api) == byRequest, "\(path) by request")
      #expect(allows(rules, path, .file("/etc/ferry/a")) == byFile, "\(path) by file")
    }
    #expect(allows(PathRules(own: own), try LocalPath("/home/x/"), .api))
  }

  @Test("ferry's own lists may be named as lists, and as nothing else")
  func ownLists() throws {
    var rules = PathRules(own: [try LocalPath("/var/lib/ferry/")], roots: [try LocalPath("/srv/")])
    let list = try LocalPath("/var/lib/ferry/lists/v/1-2/")
    #expect(throws: Refusal.self) { try rules.check(list, as: "InvPath", origin: .api) }
    rules.lists = [try LocalPath("/var/lib/ferry/lists/")]
    try rules.check(list, as: "InvPath", origin: .api)
    #expect(throws: Refusal.self) { try rules.check(list, origin: .api) }
    #expect(throws: Refusal.self) {
      try rules.check(try LocalPath("/var/lib/ferry/ledgers/"), as: "InvPath", origin: .api)
    }
  }

  @Test("an origin reads back from its text")
  func origins() {
    for origin in [Origin.api, .file("/etc/ferry/jobs.d/a.job"), .file("")] {
      #expect(Origin(origin.description) == origin)
    }
    for text in ["", "API", "file", "files:/a"] { #expect(Origin(text) == nil) }
  }
}

/// Folder, whether a request may name it, whether a file may.
private let places: [(String, Bool, Bool)] = [
  ("/srv/photos/", true, true),
  ("/srv/", true, true),
  ("/srvx/", false, true),
  ("/home/x/", false, true),
  ("/proc/", false, false),
  ("/proc/self/", false, false),
  ("/procx/", false, true),
  ("/sys/fs/", false, false),
  ("/dev/", false, false),
  ("/dev/disk/", false, false),
  ("/dev/shm/", false, false),  // a folder of ferry's lies inside
  ("/dev/shm/data/", true, true),
  ("/dev/shmx/", false, false),
  ("/dev/shm/ferry-x/", false, false),
  ("/dev/shm/ferry-x/state/ledgers/", false, false),
  ("/dev/shm/ferry-xy/", true, true),
  ("/var/lib/ferry/", false, false),
  ("/var/lib/ferry/ledgers/", false, false),
  ("/var/lib/ferry2/", false, true),
  ("/var/lib/", false, false),
  ("/var/", false, false),
  ("/etc/", false, false),
  ("/etc/ferry/jobs.d/", false, false),
]

private func allows(_ rules: PathRules, _ path: LocalPath, _ origin: Origin) -> Bool {
  do {
    try rules.check(path, origin: origin)
    return true
  } catch {
    return false
  }
}
