import Testing

@testable import Server

@Suite struct RequestIDsTests {
  @Test("IDs are 24 upper-case hexadecimal digits, no two alike, not in two servers either")
  func unique() {
    let (one, other) = (RequestIDs(), RequestIDs())
    var seen: Set<String> = []
    for _ in 0..<1000 {
      for id in [one.next(), other.next()] {
        #expect(id.utf8.count == 24 && id.allSatisfy { "0123456789ABCDEF".contains($0) })
        #expect(seen.insert(id).inserted)
      }
    }
  }
}
