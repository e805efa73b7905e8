import Migration
import TestSupport
import Testing
import Wire

@Suite struct FailureListTests {
  private static let odd = FailureEntry(
    key: ObjectKey([0x61, 0xFF, 0x2C, 0x22, 0x0A]), kind: .symlink, size: 7, modified: 1_999_999,
    code: .permissionDenied, reason: "open: \"denied\", twice", attempts: 3)
  private static let plain = FailureEntry(
    key: ObjectKey("b/c"), size: 2048, modified: -1, code: .isADirectory, reason: "r",
    isRecovered: true)

  @Test("a failed object is told for people and exactly, and read back exactly")
  func entry() throws {
    #expect(
      Self.odd.json.text == #"""
        {"Key":"a\\xff,\"\\x0a","EncodedKey":"a%FF%2C%22%0A","Kind":"symlink","Size":7,\#
        "LastModified":"1970-01-01T00:00:00.001Z","ModifiedNs":1999999,"Code":"PermissionDenied",\#
        "Reason":"open: \"denied\", twice","Attempts":3,"Recovered":false}
        """#)
    #expect(Self.plain.modifiedText == "1969-12-31T23:59:59.999Z")
    let view = FailuresView(
      jobName: "j", runtimeId: "4", source: "a-1", destination: "b-1",
      entries: [Self.odd, Self.plain], nextMarker: Self.plain.encodedKey, truncated: true)
    #expect(try FailuresView(json: JSONValue.read(Array(view.json.text.utf8))) == view)
    #expect(throws: WireError.self) { try FailureEntry(json: ["EncodedKey": "%4"]) }
    // Times that no calendar of four digits holds are told all the same.
    for modified in [Int64.min, .max] {
      let entry = FailureEntry(key: ObjectKey("a"), modified: modified, code: .ioError)
      #expect(try FailureEntry(json: entry.json) == entry)
    }
  }

  @Test("CSV has titles, quotes what needs it and ends each record with CR LF")
  func csv() {
    let teller = CSVTeller()
    #expect(
      teller.opening
        == "Key,EncodedKey,Kind,Size,LastModified,Code,Reason,Attempts,Recovered\r\n")
    #expect(
      teller.text(of: [Self.odd, Self.plain])
        == "\"a\\xff,\"\"\\x0a\",a%FF%2C%22%0A,symlink,7,1970-01-01T00:00:00.001Z,"
        + "PermissionDenied,\"open: \"\"denied\"\", twice\",3,false\r\n"
        + "b/c,b%2Fc,file,2048,1969-12-31T23:59:59.999Z,IsADirectory,r,1,true\r\n")
    #expect(CSVText.record(["", "a\r", "b\nc", "d"]) == ",\"a\r\",\"b\nc\",d\r\n")
  }

  @Test("JSON told page by page is mgwutil's envelope with one array")
  func json() throws {
    for pages in [[], [[Self.odd]], [[Self.odd, Self.plain], [], [Self.odd]]] {
      var teller = JSONTeller(time: "2026-11-21 19:00:00")
      var text = teller.opening
      for page in pages { text += teller.text(of: page) }
      text += teller.closing
      let value = try JSONValue.read(Array(text.utf8))
      #expect(value["Code"] == "success" && value["StatusCode"] == 200)
      guard case .array(let elements)? = value["Data"] else {
        Issue.record("no array")
        continue
      }
      #expect(try elements.map { try FailureEntry(json: $0) } == pages.flatMap { $0 })
    }
    #expect(
      Envelope.success(status: 200, time: "t", data: "5")
        == #"{"Code":"success","StatusCode":200,"LogTime":"t","Data":5}"#)
  }

  @Test("the table for people has its titles once and ends with the sum by reason")
  func table() {
    var teller = TableTeller(showsRecovered: true, colours: false, run: "4")
    let text =
      teller.opening + teller.text(of: [Self.plain]) + teller.text(of: [Self.odd]) + teller.closing
    #expect(
      text == """
        Code          Kind  Size     Modified                  Attempts  Recovered  Key  Reason
        IsADirectory  file  2.0 KiB  1969-12-31T23:59:59.999Z  1         yes        b/c  r
        PermissionDenied  symlink  7 B   1970-01-01T00:00:00.001Z  3         no         \
        a\\xff,"\\x0a  open: "denied", twice
        1 object of run 4 still fails: 1 PermissionDenied; 1 moved by retries

        """)
    #expect(
      TableTeller(showsRecovered: false, colours: false, run: "2").closing
        == "nothing of run 2 still fails\n")
    #expect(
      TableTeller(showsRecovered: false, colours: false, run: "").closing
        == "there is no run yet\n")
  }

  @Test("the sum names the commonest reason first")
  func summary() {
    var summary = FailureSummary()
    for code in [FailureCode.noSpace, .ioError, .sourceGone, .ioError] {
      summary.add(FailureEntry(key: ObjectKey("k"), code: code))
    }
    #expect(
      summary.line(run: "1")
        == "4 objects of run 1 still fail: 2 IOError, 1 NoSpace, 1 SourceGone")
  }

  @Test("any bytes come through percent-encoding; a half escape is none")
  func percent() {
    var random = SeededRandom(seed: 5)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      #expect(PercentText.decoded(PercentText.encoded(bytes)) == bytes)
      #expect(PercentText.decoded(PercentText.encoded(bytes, keepingSlashes: true)) == bytes)
    }
    #expect(PercentText.encoded("a/b+ü".utf8) == "a%2Fb%2B%C3%BC")
    #expect(PercentText.encoded("a/b".utf8, keepingSlashes: true) == "a/b")
    for wrong in ["%", "a%4", "%zz", "%4x"] { #expect(PercentText.decoded(wrong) == nil) }
  }

  @Test("the query of a page is strict, and its marker is a key byte for byte")
  func query() throws {
    #expect(try FailuresQuery(jobName: "j", query: []) == FailuresQuery(jobName: "j"))
    #expect(
      try FailuresQuery(
        jobName: "j",
        query: [("marker", "a%FF"), ("count", "5"), ("runtimeId", "2"), ("all", "true")])
        == FailuresQuery(
          jobName: "j", run: 2, marker: ObjectKey([0x61, 0xFF]), count: 5, all: true))
    let cases: [(name: String, value: String, message: String)] = [
      ("marker", "%f", "marker: '%f' is no key in percent-encoding"),
      ("count", "0", "count: '0' is not a whole number from 1 to 1000"),
      ("count", "1001", "count: '1001' is not a whole number from 1 to 1000"),
      (
        "runtimeId", "-1",
        "runtimeId: '-1' is not a whole number from 0 to 9223372036854775807"
      ),
      ("all", "perhaps", "all: 'perhaps' is not true or false"),
      ("al", "true", "al: unknown query parameter; did you mean 'all'?"),
    ]
    for (name, value, message) in cases {
      let refusal = #expect(throws: Refusal.self) {
        try FailuresQuery(jobName: "j", query: [(name, value)])
      }
      #expect(refusal?.message == message)
    }
  }
}
