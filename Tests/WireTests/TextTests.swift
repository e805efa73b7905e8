import TestSupport
import Testing
import Wire

@Suite struct TextTests {
  @Test("sizes have binary units and one decimal")
  func sizes() {
    let cases: [(Int64, String)] = [
      (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (1_048_575, "1.0 MiB"),
      (1_288_490_189, "1.2 GiB"), (1_099_511_627_776, "1.0 TiB"), (.max, "8.0 EiB"), (-1, "-1 B"),
    ]
    for (bytes, text) in cases { #expect(SizeText.bytes(bytes) == text) }
    let counts: [(Int64, String)] = [
      (0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1, "-"),
    ]
    for (count, text) in counts { #expect(SizeText.count(count) == text) }
    let limits: [(Int64, String)] = [
      (0, "no limit"), (100_000_000, "100 Mbit/s"), (96_000, "96 kbit/s"), (1001, "1001 bit/s"),
      (2_000_000_000, "2 Gbit/s"),
    ]
    for (bits, text) in limits { #expect(SizeText.bandwidth(bits) == text) }
  }

  @Test("tables are aligned, and colours do not shift them")
  func tables() {
    var table = TextTable(["Name", "Status", "N"])
    table.add([.init("nightly"), .init("finished", .green), .init("1")])
    table.add([.init("x"), .init("-"), .init("1,000")])
    #expect(
      table.lines(colours: false) == [
        "Name     Status    N", "nightly  finished  1", "x        -         1,000",
      ])
    #expect(table.lines(colours: true)[1] == "nightly  \u{1B}[32mfinished\u{1B}[0m  1")
    var open = TextTable(["A", "Message"])
    open.add([.init("1"), .init("")])
    #expect(open.lines(colours: false)[1] == "1")
    #expect(TextTable.list([("A", .init(""))], colours: false) == ["A:  -"])
    #expect(TextTable(["Name"]).lines(colours: false) == ["Name"])
    #expect(
      TextTable.list([("A", .init("1")), ("Long", .init("2", .red))], colours: true)
        == ["A:     1", "Long:  \u{1B}[31m2\u{1B}[0m"])
  }

  @Test("control characters from elsewhere do not reach the terminal")
  func controls() {
    #expect(TerminalText.safe("a\u{1B}[2Jb\n\u{9B}é") == "a\\u{1b}[2Jb\\u{a}\\u{9b}é")
    var table = TextTable(["A"])
    table.add([.init("\u{7}")])
    #expect(table.lines(colours: false) == ["A", "\\u{7}"])
  }

  @Test("envelopes are mgwutil's, to the blank")
  func envelopes() {
    let time = "2026-11-21 15:42:00"
    #expect(
      Envelope.success(status: 200, time: time, data: "{}")
        == #"{"Code":"success","StatusCode":200,"LogTime":"2026-11-21 15:42:00","Data":{}}"#)
    let refusal = RefusalView(
      code: "NoSuchImportJob", message: "The specified import job does not exist",
      requestId: "6969D3BD5CCFC933302EC1A4")
    #expect(
      Envelope.refused(status: 404, time: time, refusal: refusal) == #"""
        {"Code":"fail","StatusCode":404,"LogTime":"2026-11-21 15:42:00","ErrorMsg":\#
        "SDKError:    StatusCode: 404    Code: NoSuchImportJob    Message: \#
        The specified import job does not exist    Data: {'AccessDeniedDetail':null,\#
        'Recommend':null,'ecCode':null,'hostId':'localhost','requestId':\#
        '6969D3BD5CCFC933302EC1A4','statusCode':404} ","ErrorCode":"NoSuchImportJob",\#
        "RequestId":"6969D3BD5CCFC933302EC1A4"}
        """#)
    #expect(
      Envelope.failed(time: time, code: "InvalidInput", message: "please input y or n") == #"""
        {"Code":"fail","StatusCode":400,"LogTime":"2026-11-21 15:42:00",\#
        "ErrorMsg":"please input y or n","ErrorCode":"InvalidInput","RequestId":""}
        """#)
  }

  @Test("a run is told in one line while it goes on and when it has ended")
  func progress() {
    var entry = HistoryEntry(
      name: "nightly", runtimeId: "3", status: "IMPORT_JOB_LAUNCHING", totalCount: -1)
    #expect(ProgressText.line(entry) == "nightly run 3: starting")
    entry.status = "IMPORT_JOB_DOING"
    entry.totalCount = 0
    #expect(ProgressText.line(entry) == "nightly run 3: migrating")
    entry.totalCount = 1200
    entry.totalSize = 3 << 30
    entry.copiedCount = 7
    entry.copiedSize = 1 << 30
    entry.listStatus = "Listing"
    #expect(
      ProgressText.line(entry)
        == "nightly run 3: migrating, 7 of 1,200 objects found so far, 1.0 GiB of 3.0 GiB")
    entry.listStatus = "Finished"
    entry.failedCount = 2
    entry.skippedCount = 1
    entry.status = "IMPORT_JOB_SUSPEND"
    entry.message = "no space"
    #expect(
      ProgressText.summary(entry)
        == "nightly run 3: paused, 7 objects (1.0 GiB), 1 of them unchanged, "
        + "1,191 remaining, 2 failed: no space")
    entry.copiedCount = .max
    entry.failedCount = .max
    _ = ProgressText.summary(entry)
  }

  @Test("answers over HTTP are read to their end, cut ones are refused")
  func responses() throws {
    let response = try HTTPResponse(
      reading: Array("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}".utf8))
    #expect(response.status == 404 && response.body == Array("{}".utf8))
    #expect(try HTTPResponse(reading: Array("HTTP/1.0 204 \n\n".utf8)).body.isEmpty)
    let padded = try HTTPResponse(reading: Array("HTTP/1.0 200 OK\n\n \n{} \r\n".utf8))
    #expect(padded.text == "{}")
    #expect(try HTTPResponse(reading: Array("HTTP/1.0 200 OK\n\n \n".utf8)).text.isEmpty)
    let cases: [(String, String)] = [
      ("", "the daemon closed the connection without an answer"),
      ("HTTP/1.1 200 OK\r\n", "the answer's head does not end"),
      ("SSH-2.0-x\r\n\r\n", "the answer is not HTTP"),
      ("HTTP/1.1 abc\r\n\r\n", "the answer is not HTTP"),
      (
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}",
        "the answer is not as long as it says; it was cut off"
      ),
    ]
    for (text, message) in cases {
      do {
        _ = try HTTPResponse(reading: Array(text.utf8))
        Issue.record("accepted")
      } catch {
        #expect(error.description == message)
      }
    }
    var random = SeededRandom(seed: 5)
    let alphabet = Array("HTTP/1. 20:\r\nContent-Length".utf8) + [0, 0xFF]
    for _ in 0..<2000 {
      let noise = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      _ = try? HTTPResponse(reading: Array("HTTP/1.1 200\r\n".utf8) + noise)
    }
  }

  @Test("requests escape what would change their meaning")
  func requests() {
    var request = ControlRequest("GET", "jobs", "a b/?é")
    request.add("marker", "x&y=1")
    request.add("count", nil)
    #expect(
      String(decoding: request.bytes, as: UTF8.self)
        == "GET /api/v1/jobs/a%20b%2F%3F%C3%A9?marker=x%26y%3D1 HTTP/1.0\r\n"
        + "Host: localhost\r\nConnection: close\r\n\r\n")
    let post = ControlRequest("PATCH", "jobs", "j", body: JobUpdate.pause.json)
    #expect(
      String(decoding: post.bytes, as: UTF8.self)
        == "PATCH /api/v1/jobs/j HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\nContent-Length: 31\r\n\r\n"
        + #"{"Status":"IMPORT_JOB_SUSPEND"}"#)
  }
}
