import Migration
import TestSupport
import Testing

@Suite struct RetryNameTests {
  @Test("a retry has its root's name and the time of its making")
  func examples() throws {
    #expect(try retry(of: "test-1") == "test-1_retry_20250715150504")
    #expect(try retry(of: "abc") == "abc_retry_20250715150504")
  }

  @Test("a root name of up to 42 characters is kept whole, a longer one ends in a hash")
  func longRoots() throws {
    let longest = String(repeating: "r", count: 42)
    #expect(try retry(of: longest) == longest + "_retry_20250715150504")
    for length in [43, 63] {
      let root = String(repeating: "r", count: length)
      let name = try retry(of: root)
      #expect(name.utf8.count == 63)
      #expect(name.hasPrefix(String(repeating: "r", count: 33) + "-"))
      #expect(name.hasSuffix("_retry_20250715150504"))
      let hash = name.dropFirst(34).prefix(8)
      #expect(hash.allSatisfy { $0.isHexDigit && !$0.isUppercase }, "\(name)")
      #expect(try retry(of: root) == name)
    }
    #expect(
      try retry(of: String(repeating: "a", count: 43))
        == String(repeating: "a", count: 33) + "-0cf342fb_retry_20250715150504")
    let (one, other) = (String(repeating: "r", count: 43), String(repeating: "r", count: 63))
    #expect(try retry(of: one) != retry(of: other))
  }

  @Test("two long roots that begin alike have retries of different names")
  func alike() throws {
    let start = String(repeating: "a", count: 33)
    var seen: Set<String> = []
    for number in 1_000..<3_000 { seen.insert(try retry(of: "\(start)-project-\(number)")) }
    #expect(seen.count == 2_000)
  }

  @Test("the retry of any job has a valid name")
  func alwaysValid() throws {
    var random = SeededRandom(seed: 42)
    let (letters, all) = (Array("aZ09"), Array("aZ09_-"))
    for _ in 0..<5_000 {
      let length = Int.random(in: 3...63, using: &random)
      var text = String(letters.randomElement(using: &random) ?? "a")
      while text.utf8.count < length { text.append(all.randomElement(using: &random) ?? "a") }
      let name = try retry(of: text)
      #expect(Name.problem(with: name) == nil, "\(text) \(name)")
    }
  }

  @Test("a stamp that makes it no name is refused")
  func badStamp() throws {
    let root = try Name(String(repeating: "r", count: 42), of: "job")
    for stamp in ["2025-07-15 15:05", "202507151505040", "2025071515050\n"] {
      #expect(throws: Refusal.self, "\(stamp)") { try RetryName.name(root: root, stamp: stamp) }
    }
  }
}

private func retry(of root: String) throws -> String {
  try RetryName.name(root: Name(root, of: "job"), stamp: "20250715150504").text
}
