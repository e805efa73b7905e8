import Testing
import Wire

@Suite struct MetricsTextTests {
  @Test("samples of one name stand together after its help and type, labels escaped")
  func text() {
    var text = MetricsText()
    text.add(microseconds: 1_500_000, to: .runDuration, suffix: "_sum", ("job", "a\"b\\c\nd"))
    text.add(3, to: .buildInfo, ("version", "1"))
    text.add(2, to: .runDuration, suffix: "_count", ("job", "x"))
    text.add(microseconds: -1, to: .startTime)
    text.add(microseconds: 7_000_000, to: .startTime)
    #expect(
      String(decoding: text.bytes, as: UTF8.self) == """
        # HELP ferry_build_info The version of ferryd, as a label.
        # TYPE ferry_build_info gauge
        ferry_build_info{version="1"} 3
        # HELP ferry_start_time_seconds When the daemon started.
        # TYPE ferry_start_time_seconds gauge
        ferry_start_time_seconds -0.000001
        ferry_start_time_seconds 7
        # HELP ferry_run_duration_seconds From the opening of runs to their end, pauses included.
        # TYPE ferry_run_duration_seconds summary
        ferry_run_duration_seconds_sum{job="a\\"b\\\\c\\nd"} 1.5
        ferry_run_duration_seconds_count{job="x"} 2

        """)
  }

  @Test("names go by the conventions: a prefix, a total for each counter, one line of help")
  func names() {
    for metric in Metric.allCases {
      #expect(metric.rawValue.hasPrefix("ferry_"))
      #expect((metric.kind == .counter) == metric.rawValue.hasSuffix("_total"), "\(metric)")
      #expect(!metric.help.isEmpty && !metric.help.contains(where: \.isNewline))
    }
  }

  @Test("of a URL the host is shown, never what may be a secret in it")
  func hosts() {
    let cases = [
      ("https://hc.example/token", "hc.example"), ("HTTP://User:secret@host:8080?x", "host"),
      ("https://[::1]:80/x", "[::1]"), ("http://a@b@c/d", "c"), ("ftp://x/y", ""),
    ]
    for (url, host) in cases { #expect(PingTarget.host(of: url) == host) }
    for url in ["https://a/b", "http://a"] { #expect(PingTarget.problem(with: url) == nil) }
    for url in [
      "ftp://a", "https://", "https:///a", "https://a b", "https://\u{e4}",
      "https://" + String(repeating: "a", count: 3_000), "file:///etc/passwd", "",
    ] {
      let problem = PingTarget.problem(with: url)
      #expect(problem != nil, "\(url.prefix(40))")
      #expect(url.isEmpty || problem?.contains(url) == false)
    }
  }

  @Test("the head of an answer is read when it is whole")
  func heads() throws {
    let head = "HTTP/1.0 200 OK\r\nContent-Length:  12\r\nX: y\r\n\r\n"
    for count in 0..<head.utf8.count {
      #expect(try HTTPHead.read(Array(head.utf8.prefix(count))) == nil)
    }
    let read = try #require(try HTTPHead.read(Array((head + "body").utf8)))
    #expect(read.status == 200 && read.length == 12 && read.size == head.utf8.count)
    #expect(throws: WireError.self) { try HTTPHead.read(Array("SSH-2.0\r\n\r\n".utf8)) }
  }
}
