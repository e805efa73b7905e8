import Migration
import Testing

@testable import Server

@Suite struct RequestTargetTests {
  @Test("a target is split first and decoded then")
  func targets() throws {
    let cases: [(String, path: [String], query: [QueryItem])] = [
      ("/", [""], []),
      ("/a", ["a"], []),
      ("/a/", ["a", ""], []),
      ("//a", ["", "a"], []),
      ("/a%2Fb/c", ["a/b", "c"], []),
      ("/a+b/%2B", ["a+b", "+"], []),
      ("/%E2%82%AC", ["€"], []),
      ("/..%2f../.", ["../..", "."], []),
      ("/a?", ["a"], []),
      ("/a?b", ["a"], [QueryItem(name: "b", value: "")]),
      ("/a?b=", ["a"], [QueryItem(name: "b", value: "")]),
      ("/a?b=c=d", ["a"], [QueryItem(name: "b", value: "c=d")]),
      ("/a?&&b=1&", ["a"], [QueryItem(name: "b", value: "1")]),
      ("/a?=1", ["a"], [QueryItem(name: "", value: "1")]),
      ("/a?b%3Dc=1+2%2B3", ["a"], [QueryItem(name: "b=c", value: "1 2+3")]),
      ("/a?b=1?c", ["a"], [QueryItem(name: "b", value: "1?c")]),
      ("http://ferry/a?b=1", ["a"], [QueryItem(name: "b", value: "1")]),
    ]
    for (text, path, query) in cases {
      let target = try RequestTarget(Array(text.utf8))
      #expect(target.path == path, "\(text)")
      #expect(target.query == query, "\(text)")
    }
  }

  @Test("a broken escape, what is no UTF-8 and what is no path are refused")
  func broken() {
    for text in [
      "", "*", "a", "?a", "http://ferry", "/%", "/%4", "/%g0", "/%0g", "/%ff", "/%C3", "/%C0%80",
      "/%ED%A0%80", "/a?%", "/a?b=%zz", "/a?%ff=1", "/a?b=%ff",
    ] {
      #expect(throws: Refusal.self, "\(text)") { try RequestTarget(Array(text.utf8)) }
    }
    #expect(throws: Refusal.self) { try RequestTarget([0x2F, 0xFF]) }
  }
}
