import TestSupport
import Testing

@testable import Transfer

@Suite struct KeySpaceTests {
  private func guess(_ keys: [String], times factor: Double) -> String? {
    var space = KeySpace()
    for key in keys { Array(key.utf8).withUnsafeBytes { space.learn($0) } }
    let first = Array((keys.first ?? "").utf8)
    let last = Array((keys.last ?? "").utf8)
    return space.key(behind: last, first, times: factor).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("numbers go on as numbers do, whatever stands around them")
  func numbers() throws {
    let page = (0..<1_000).map { "photos/img-\($0 + 1_000_000).jpg" }
    #expect(try #require(guess(page, times: 8)).hasPrefix("photos/img-100899"))
    #expect(try #require(guess(page, times: 80)).hasPrefix("photos/img-108091"))
    let dates = ["log/2024-01-01/a", "log/2024-01-09/a"]
    #expect(try #require(guess(dates, times: 1)).hasPrefix("log/2024-01-17"))
  }

  @Test("where no key is known to be there is no guess")
  func nothing() {
    #expect(guess(["a", "a"], times: 2) == nil)
    #expect(guess(["b", "a"], times: 2) == nil)
    #expect(guess(["\u{65E5}", "\u{672C}"], times: 2) == nil)
    #expect(guess(["x/1", "x/9"], times: 8) == nil)
  }

  @Test("a guess comes behind, and is text, whatever the keys are")
  func random() {
    var random = SeededRandom(seed: 4)
    let letters = Array("ab09-/.\u{E9}\u{65E5}~ ")
    for _ in 0..<20_000 {
      let count = Int.random(in: 2...5, using: &random)
      let keys = (0..<count).map { _ in
        String(
          (0..<Int.random(in: 0...9, using: &random)).map { _ in
            letters.randomElement(using: &random) ?? "a"
          })
      }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      var space = KeySpace()
      for key in keys { Array(key.utf8).withUnsafeBytes { space.learn($0) } }
      let (first, last) = (Array(keys[0].utf8), Array(keys[count - 1].utf8))
      guard let key = space.key(behind: last, first, times: 3) else { continue }
      #expect(last.lexicographicallyPrecedes(key))
      #expect(String(validating: key, as: UTF8.self) != nil, "\(keys): \(key)")
    }
  }
}
