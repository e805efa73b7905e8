import Patterns
import Testing

@Suite struct KeyPatternTests {
  @Test("a pattern matches whole keys, in them any character, line breaks too")
  func wholeKeys() throws {
    let cases: [(String, String, Bool)] = [
      (#"(.*)\.jpg"#, "a/b.jpg", true), (#"(.*)\.jpg"#, "a/b.jpg.txt", false),
      ("a", "a", true), ("a", "ba", false), ("a", "ab", false), ("", "", true), ("", "a", false),
      (".*", "line\nfeed", true), ("a.b", "a\nb", true), ("^a$", "a", true),
      ("a|b", "b", true), ("a|b", "ab", false), ("(?i)ÄRGER", "ärger", true),
      ("a.b", "a世b", true), ("[ä-ü]+", "äöü", true), (#"\Qa.b\E"#, "a.b", true),
      (#"\Qa.b\E"#, "axb", false), ("a{2,3}", "aaa", true), ("a{2,3}", "aaaa", false),
    ]
    for (pattern, key, matches) in cases {
      #expect(
        try KeyPattern(pattern).matches(Array(key.utf8)) == matches,
        "'\(pattern)' and '\(key)'")
    }
  }

  @Test("a key that is no text is matched byte by byte")
  func bytes() throws {
    let latin: [UInt8] = Array("caf".utf8) + [0xE9] + Array(".jpg".utf8)
    #expect(try KeyPattern(#"(.*)\.jpg"#).matches(latin))
    #expect(try KeyPattern(#"caf.\.jpg"#).matches(latin))
    #expect(try KeyPattern(#"caf\xE9\.jpg"#).matches(latin))
    #expect(try !KeyPattern("café.jpg").matches(latin))
    #expect(try KeyPattern(".*é.*").matches(latin + Array("é".utf8)))
    #expect(try KeyPattern("...").matches([0xFF, 0x0A, 0x80]))
  }

  @Test("what is no pattern, or would grow too large, is refused with its part")
  func refusals() {
    let cases: [(String, String)] = [
      ("(a", "does not compile: missing ): (a"),
      ("a**", "does not compile: bad repetition operator: **"),
      ("(?=a)", "does not compile: invalid perl operator: (?="),
      (#"(a)\1"#, #"does not compile: invalid escape sequence: \1"#),
      ("a{1001}", "does not compile: invalid repetition size: {1001}"),
      ("((a{100}){100}){100}", "does not compile: invalid repetition size: {100}"),
      ("(((a{10}){10}){10}){10}", "does not compile: invalid repetition size: {10}"),
      ("[z-a]", "does not compile: invalid character class range: z-a"),
      (#"\"#, #"does not compile: trailing \"#),
      ("a\nb", #"holds a control character; write \xa in its place"#),
      (String(repeating: "a", count: 4_097), "is longer than 4096 bytes; make several of it"),
    ]
    for (pattern, message) in cases {
      let error = #expect(throws: PatternError.self, "'\(pattern.prefix(20))'") {
        try KeyPattern(pattern)
      }
      #expect(error?.description == message)
    }
  }

  @Test("a pattern that would send others into a standstill takes linear time")
  func linear() throws {
    let key = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000)
    let patterns = ["(a+)+b", "(a|aa)+$b", "(.*)(.*)(.*)(.*)(.*)x", "(a?){500}a{500}b"]
    for pattern in patterns { #expect(try !KeyPattern(pattern).matches(key)) }
  }

  @Test("a pattern is open-ended only if it surely goes on to match")
  func openEnds() throws {
    let open = [".*", "tmp/.*", "(.*)/tmp/(.*)", "a/.*$", #"lost\+found/.*"#, "(a|b)/.*"]
    let closed = [
      "tmp/", #"(.*)\.jpg"#, "a|b/.*", #"a\.*"#, #"\Qa.*"#, "(?s:a).*", "[(].*", "a(b.*", "(a.*)b",
      "a/$.*", #"a/\z.*"#, #"a/\b.*"#, #"a/\B.*"#,
    ]
    for pattern in open { #expect(try KeyPattern(pattern).isOpenEnded, "'\(pattern)'") }
    for pattern in closed {
      // Those that do not compile are not open-ended either.
      #expect((try? KeyPattern(pattern))?.isOpenEnded != true, "'\(pattern)'")
    }
  }
}
