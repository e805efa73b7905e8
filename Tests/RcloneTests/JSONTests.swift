import Testing

@testable import Rclone

@Suite struct JSONTests {
  private func read(_ text: String) -> JSON? { try? JSONReader.read(Array(text.utf8)) }

  private func written(_ json: JSON) -> String {
    var bytes: [UInt8] = []
    json.write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("values are read as they are written")
  func valuesAreReadAsTheyAreWritten() {
    let value: JSON = [
      "text": "a\"\\\n\u{1}é😀", "number": -12, "flag": true, "none": .null,
      "list": .array([1, "x", .object([])]),
    ]
    #expect(read(written(value)) == value)
    #expect(read(" [ ] ") == .array([]))
    #expect(read(#""\u00e9\ud83d\ude00\/\b\f\n\r\t""#) == "é😀/\u{8}\u{C}\n\r\t")
    #expect(read("1.5e3") == 1500)
    #expect(read("1e300") == .number(.max))
    #expect(read("0") == 0)
  }

  @Test("what is not JSON is refused")
  func whatIsNotJSONIsRefused() {
    for text in [
      "", "{", "[1,]", "{\"a\":1,}", "01", "1.", "tru", "\"\n\"", "\"\\x\"", "\"\\ud800\"", "1 2",
      "{a:1}", "'a'", "\"a", "-", "+1", String(repeating: "[", count: 40),
    ] {
      #expect(read(text) == nil, "\(text)")
    }
    #expect((try? JSONReader.read([0x22, 0xFF, 0x22])) == nil)
  }

  @Test("a list is taken apart wherever its text is cut")
  func aListIsTakenApartWhereverItsTextIsCut() throws {
    let text = Array(#"{"list": [ {"a":"]}\"","b":[{"c":1}]}, {"a":"x"} ] }"#.utf8)
    for cut in 0...text.count {
      var splitter = ElementSplitter()
      var found: [JSON] = []
      for part in [text[..<cut], text[cut...]] {
        let isWell = try Array(part).withUnsafeBytes { bytes in
          try splitter.add(bytes) { (element: [UInt8]) throws in
            found.append(try JSONReader.read(element))
          }
        }
        #expect(isWell)
      }
      #expect(splitter.isComplete)
      #expect(found.map { $0["a"]?.text } == ["]}\"", "x"])
    }
  }
}
