import TestSupport
import Testing
import Wire

@Suite struct JSONValueTests {
  @Test("text is compact, in order, with what JSON wants escaped")
  func text() {
    let cases: [(JSONValue, String)] = [
      (.null, "null"), (true, "true"), (-7, "-7"), (.number(1.5), "1.5"),
      (.number(.infinity), "null"), (.number(.nan), "null"), ([], "[]"), ([:], "{}"),
      (["b": 1, "a": [2, .null]], #"{"b":1,"a":[2,null]}"#),
      ("a\"b\\c/é\n\r\t\u{8}\u{C}\u{0}\u{1F}\u{7F}", #""a\"b\\c/é\n\r\t\b\f\u0000\u001f\u007f""#),
      (.integer(.max), "9223372036854775807"), (.integer(.min), "-9223372036854775808"),
    ]
    for (value, text) in cases { #expect(value.text == text) }
  }

  @Test("what is written is read back the same")
  func roundTrip() throws {
    var random = SeededRandom(seed: 20_261_121)
    for _ in 0..<300 {
      let value = randomValue(depth: 4, &random)
      #expect(try JSONValue.read(Array(value.text.utf8)) == value)
    }
  }

  @Test("numbers keep their kind: whole ones are exact, others are not rounded to whole ones")
  func numbers() throws {
    #expect(try read("9007199254740993") == 9_007_199_254_740_993)
    #expect(throws: WireError.self) { try read("1e400") }
    #expect(try read("1.25") == .number(1.25))
    #expect(try read("18446744073709551616") == .number(18_446_744_073_709_551_616))
  }

  @Test("what is no JSON is refused with words, not with a trap")
  func refusals() {
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    let cases: [(String, String)] = [
      ("", "the JSON text is empty"), (" \n", "the JSON text is empty"),
      (deep, "the JSON text is nested deeper than 32"),
      ("{\n\"a\" 1}", "this is not JSON, or a number in it is out of range"),
      ("[1,]", "this is not JSON: a comma stands before a bracket"),
    ]
    for (text, message) in cases {
      #expect(throws: WireError.self) { try read(text) }
      do { _ = try read(text) } catch { #expect("\(error)" == message) }
    }
    #expect(throws: WireError.self) { try JSONValue.read([0x22, 0xFF, 0x22]) }
    #expect(throws: WireError.self) { try JSONValue.read([0x7B, 0, 0x7D, 0]) }
    #expect(throws: WireError.self) {
      try JSONValue.read([UInt8](repeating: 0x20, count: JSONValue.sizeLimit + 1))
    }
  }

  @Test("random bytes never trap the reader")
  func hostile() {
    var random = SeededRandom(seed: 7)
    let alphabet = Array(#"{}[]",:\u0041e+-.truefalsn 19"#.utf8) + [0, 9, 10, 0xC3, 0xFF]
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      if let value = try? JSONValue.read(bytes) { #expect(!value.text.isEmpty) }
    }
  }
}

private func read(_ text: String) throws(WireError) -> JSONValue {
  try JSONValue.read(Array(text.utf8))
}

private func randomValue(depth: Int, _ random: inout SeededRandom) -> JSONValue {
  switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &random) {
  case 0: return .null
  case 1: return .bool(.random(using: &random))
  case 2: return .integer(.random(in: .min ... .max, using: &random))
  case 3: return .number(Double.random(in: -1e9...1e9, using: &random) + 0.5e-3)
  case 4: return .string(randomText(&random))
  case 5:
    return .array((0..<3).map { _ in randomValue(depth: depth - 1, &random) })
  default:
    // Objects are read in the order of their names.
    let names = Set((0..<3).map { _ in randomText(&random) }).sorted()
    return .object(names.map { JSONMember($0, randomValue(depth: depth - 1, &random)) })
  }
}

private func randomText(_ random: inout SeededRandom) -> String {
  var text = ""
  for _ in 0..<Int.random(in: 0...8, using: &random) {
    let value = UInt32.random(in: 1...0x2FF, using: &random)
    text.unicodeScalars.append(Unicode.Scalar(value) ?? "?")
  }
  return text
}
