import TestSupport
import Testing
import Wire

@Suite struct UnitFileTests {
  @Test("sections, keys and values are read with their places")
  func places() {
    let file = UnitFile(
      name: "x.job",
      bytes: Array("# head\r\n[Job]\r\n  Source =  nas é \r\n;c\n\n[Filter]\nA=\nB=c=d # e".utf8))
    #expect(file.errors.isEmpty)
    #expect(file.headers.map(\.name) == ["Job", "Filter"])
    #expect(file.headers.map(\.place.description) == ["x.job:2:2", "x.job:6:2"])
    #expect(file.entries.map(\.section) == ["Job", "Filter", "Filter"])
    #expect(file.entries.map(\.key) == ["Source", "A", "B"])
    #expect(file.entries.map(\.value.text) == ["nas é", "", "c=d # e"])
    #expect(
      file.entries.map(\.keyPlace.description) == ["x.job:3:3", "x.job:7:1", "x.job:8:1"])
    #expect(
      file.entries.map(\.value.place.description) == ["x.job:3:13", "x.job:7:3", "x.job:8:3"])
    #expect(file.entries[0].value.place(atByte: 6).description == "x.job:3:18")
  }

  @Test("a backslash continues a value, and its characters still know their lines")
  func continuation() {
    let file = UnitFile(
      name: "f", bytes: Array("[A]\nKey=one\\\n# between\n   two \\\n three\nNext=\\\n  x\n".utf8))
    #expect(file.errors.isEmpty)
    #expect(file.entries.map(\.value.text) == ["one two three", "x"])
    let value = file.entries[0].value
    let cases: [(Int, String)] = [
      (0, "f:2:5"), (2, "f:2:7"), (4, "f:4:4"), (8, "f:5:2"), (12, "f:5:6"), (99, "f:5:7"),
      (-1, "f:2:5"),
    ]
    for (offset, place) in cases { #expect(value.place(atByte: offset).description == place) }
    #expect(file.entries[1].value.place.description == "f:7:3")
  }

  @Test("what is no unit file is named with its place, all of it at once")
  func errors() {
    let text = """
      Early=1
      [Job
      Lost=1
      [Job] x
      []
      [Job]
      no assignment
      =value
      a b=c
      wrong line \\
        goes on=1
      Good=1
      Last=1\\
      """
    let file = UnitFile(name: "f", bytes: Array(text.utf8))
    #expect(
      file.errors.map(\.description) == [
        "f:1:1: 'Early' stands before the first [Section]",
        "f:2:1: a section header ends with ']'",
        "f:4:6: nothing may follow a section header on its line",
        "f:5:1: a section has a name",
        "f:7:1: there is no '=' in this line; a setting is written Key=Value",
        "f:8:1: there is no key before '='; a key is made of letters and digits",
        "f:9:1: 'a b' is no key; a key is made of letters and digits",
        "f:10:1: there is no '=' in this line; a setting is written Key=Value",
        "f:13:1: the file ends where a backslash says that the line goes on",
      ])
    #expect(file.entries.map(\.key) == ["Lost", "Good", "Last"])
  }

  @Test("bytes that are no text are refused with their place")
  func bytes() {
    let head = Array("[A]\nKé=".utf8)
    let cases: [([UInt8], String)] = [
      (Array("[A]\nK=a".utf8) + [0], "f:2:4: a NUL character is not allowed"),
      (Array("# é".utf8) + [0xFF], "f:1:4: this is not valid UTF-8"),
      (Array("[A]\nK=".utf8) + [0xC3], "f:2:3: this is not valid UTF-8"),
      (head + [0x61], "f:2:1: 'Ké' is no key; a key is made of letters and digits"),
      (
        Array("[A]\nK=".utf8) + [UInt8](repeating: 0x61, count: 65_535),
        "f:2:1: the line is longer than 64 KiB"
      ),
      (
        [UInt8](repeating: 0x0A, count: UnitFile.sizeLimit + 1),
        "f:1:1: the file is longer than 1 MiB"
      ),
    ]
    for (bytes, message) in cases {
      #expect(UnitFile(name: "f", bytes: bytes).errors.map(\.description) == [message])
    }
    #expect(UnitFile(name: "f", bytes: []).errors.isEmpty)
    #expect(UnitFile(name: "f", bytes: [0xEF, 0xBB, 0xBF] + Array("[A]".utf8)).errors.isEmpty)
  }

  @Test("random bytes never trap the parser or the readers behind it")
  func hostile() {
    var random = SeededRandom(seed: 99)
    let alphabet = Array("[]=\\#;\n\r\t ab,.:/0199MKGBdhs-".utf8) + [0, 0xC3, 0xA9, 0xFF, 0xEF]
    for round in 0..<3000 {
      var bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let key = ["MaxBandwidth=", "MaxQPS=", "MaxBandwidth=1", "X="][round % 4]
      bytes = Array("[Throttle]\n\(key)".utf8) + bytes
      let file = UnitFile(name: "f", bytes: bytes)
      for entry in file.entries { _ = entry.value.place(atByte: 3) }
      #expect(throws: ConfigErrors.self) { try JobConfig(name: "job", [file]) }
      let text = String(decoding: bytes.dropFirst(15), as: UTF8.self)
      _ = try? ConfigValue.durations(text)
      _ = ConfigValue.list(text)
    }
  }
}
