import TestSupport
import Testing

@testable import Transfer

@Suite struct RowParserTests {
  @Test("keys are found wherever the schema has them, quoted or not, whatever ends a line")
  func keys() {
    let cases: [(columns: Int, column: Int, text: String, rows: [String])] = [
      (4, 1, "b,a/b,5,2026\nb,c,6,2026\n", ["1 a/b", "2 c"]),
      (4, 1, "b,a,5,t\r\nb,c,6,t\r\n", ["1 a", "2 c"]),
      (2, 1, "b,a\nb,last", ["1 a", "2 last"]),
      (2, 1, "b,a\r\nb,last\r", ["1 a", "2 last"]),
      (1, 0, "a\n\n\r\nb\n", ["1 a", "4 b"]),
      (3, 2, #""b","v""1","a ""q"", x""# + "\n", [#"1 a "q", x"#]),
      (2, 0, "\"two\nlines\",x\nb,x\n", ["1 two\nlines", "3 b"]),
      (2, 1, "b,a%20b%2Cc%2B+%C3%A9\n", ["1 a b,c++é"]),
      (2, 1, "b,\"%22%0a\"\n", ["1 \"\n"]),
      (2, 1, "b,\nb,\"\"\n", ["1 ", "2 "]),
      (8, 1, "b,k,v,1,2,t,e,STANDARD\n", ["1 k"]),
      (1, 0, "", []),
    ]
    for each in cases {
      #expect(
        told(each.text, each.columns, each.column, piece: 1_000) == each.rows, "\(each.text)")
    }
  }

  @Test("a row that cannot be read is told with its line, and the next one is read")
  func unreadable() {
    let cases: [(text: String, why: String)] = [
      ("a", "it has 1 fields, but the manifest's schema has 2"),
      ("a,b,c", "it has 3 fields, but the manifest's schema has 2"),
      (",", ""),
      ("a,b\"c", "it holds a quote in a field that does not begin with one"),
      ("a,\"b\"c", "it goes on after the quote that ends a field"),
      ("a,b\rc", "it holds a carriage return that does not end it"),
      ("a,%4", "its key is not in percent-encoding: after '%' come two hex digits"),
      ("a,%4g", "its key is not in percent-encoding: after '%' come two hex digits"),
      ("a,%", "its key is not in percent-encoding: after '%' come two hex digits"),
      (
        "a,\(String(repeating: "x", count: 70_000))",
        "it is longer than 65536 bytes, or a quote in it is not closed"
      ),
    ]
    for each in cases {
      let rows = told("x,first\n\(each.text)\nx,next\n", 2, 1, piece: 50_000)
      let second = each.why.isEmpty ? "2 " : "2 ! \(each.why)"
      #expect(rows == ["1 first", second, "3 next"], "\(each.text.prefix(40))")
    }
    #expect(
      told("x,a\nx,\"b\nx,c\n", 2, 1, piece: 5)
        == ["1 a", "2 ! a quote is not closed before the end of the file"])
    let endless = told("x,\"b\n" + String(repeating: "x,c\n", count: 20_000), 2, 1, piece: 900)
    #expect(endless.first?.hasPrefix("1 ! it is longer than 65536 bytes") == true)
    #expect(endless.last == "20001 c")
  }

  @Test("where a piece of the file ends makes no difference, and no bytes are a trap")
  func pieces() {
    var random = SeededRandom(seed: 11)
    let alphabet = Array("ab,\"\r\n%2F/..\u{0}é".utf8)
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let whole = told(bytes, 2, 1, piece: 100)
      #expect(told(bytes, 2, 1, piece: Int.random(in: 1...7, using: &random)) == whole)
    }
  }
}

private func told(_ text: String, _ columns: Int, _ column: Int, piece: Int) -> [String] {
  told(Array(text.utf8), columns, column, piece: piece)
}

/// The rows with their lines; an unreadable one with `!`.
private func told(_ bytes: [UInt8], _ columns: Int, _ column: Int, piece: Int) -> [String] {
  var parser = RowParser(columns: columns, keyColumn: column)
  var rows: [String] = []
  let add = { (row: RowParser.Row, line: Int) in
    switch row {
    case .key(let key): rows.append("\(line) \(String(decoding: key, as: UTF8.self))")
    case .unreadable(let why): rows.append("\(line) ! \(why)")
    }
  }
  var rest = bytes[...]
  while !rest.isEmpty {
    let part = Array(rest.prefix(piece))
    rest = rest.dropFirst(piece)
    var position = 0
    while let row = parser.next(part, part.count, from: &position) { add(row, parser.line) }
  }
  if let row = parser.finish() { add(row, parser.line) }
  return rows
}
