import Testing
import Wire

@Suite struct ConfigValueTests {
  @Test("truth values are words or digits in any case")
  func flags() throws {
    for text in ["yes", "true", "ON", "1"] { #expect(try ConfigValue.flag(text)) }
    for text in ["no", "False", "off", "0"] { #expect(try !ConfigValue.flag(text)) }
    #expect(
      problem { () throws(ValueProblem) in _ = try ConfigValue.flag("maybe") }
        == "'maybe' is not a truth value; allowed: yes, no")
  }

  @Test("durations have one unit, seconds without one")
  func durations() throws {
    let cases: [(String, Int64)] = [
      ("90", 90), ("90s", 90), ("5m", 300), ("2h", 7200), ("1d", 86_400), ("1w", 604_800), ("0", 0),
    ]
    for (text, seconds) in cases { #expect(try ConfigValue.duration(text) == .seconds(seconds)) }
    for text in ["", "s", "-1", "+1", "1.5h", "1 h", "1y", "9223372036854775807w", "99999999d"] {
      #expect(throws: ValueProblem.self) { try ConfigValue.duration(text) }
    }
    #expect(try ConfigValue.durations("1m..1h") == .seconds(60) ... .seconds(3600))
    #expect(try ConfigValue.durations("5") == .seconds(5) ... .seconds(5))
    #expect(
      problem { () throws(ValueProblem) in _ = try ConfigValue.durations("1h..1m") }
        == "'1h..1m' ends before it begins; the shorter one comes first")
    do throws(ValueProblem) {
      _ = try ConfigValue.durations("1m..x")
    } catch {
      #expect(error.offset == 4)
    }
  }

  @Test("sizes are bytes, or binary multiples")
  func sizes() throws {
    let cases: [(String, Int64)] = [
      ("0", 0), ("90", 90), ("1K", 1024), ("64M", 67_108_864), ("2G", 2_147_483_648),
      ("1T", 1_099_511_627_776), ("8388607T", 9_223_370_937_343_148_032),
    ]
    for (text, bytes) in cases { #expect(try ConfigValue.size(text) == bytes) }
    for text in [
      "", "M", "-1", "1.5G", "1 G", "1k", "1MB", "1MiB", "8388608T", "99999999999999999999",
    ] {
      #expect(throws: ValueProblem.self) { try ConfigValue.size(text) }
    }
  }

  @Test("bandwidths are bit/s, bytes only with a B, thousands by a letter")
  func bandwidths() throws {
    let cases: [(String, Int64)] = [
      ("0", 0), ("100", 100), ("100K", 100_000), ("100M", 100_000_000), ("2G", 2_000_000_000),
      ("12MB", 96_000_000), ("12KB", 96_000), ("1GB", 8_000_000_000), ("7B", 56), ("5k", 5000),
    ]
    for (text, bits) in cases { #expect(try ConfigValue.bandwidth(text) == bits) }
    for text in ["", "M", "B", "MB", "-5", "1.5M", "10m", "10Mb", "10T", "9223372036854775807G"] {
      #expect(throws: ValueProblem.self, "\(text)") { try ConfigValue.bandwidth(text) }
    }
  }

  @Test("lists are split at commas that no backslash escapes")
  func lists() {
    let cases: [(String, [String])] = [
      ("a, b ,c", ["a", "b", "c"]), ("a\\,b,c", ["a,b", "c"]), ("", []), (" , ", []),
      ("(.*)\\.jpg, x\\", ["(.*)\\.jpg", "x\\"]),
    ]
    for (text, elements) in cases { #expect(ConfigValue.list(text) == elements) }
  }

  @Test("the nearest word is one that was meant, or none")
  func nearest() {
    let verbs = ["create-job", "create-address", "delete-job", "next", "status"]
    let cases: [(String, String?)] = [
      ("craete-job", "create-job"), ("nxet", "next"), ("Status", "status"), ("statu", "status"),
      ("zzz", nil), ("", nil), ("createjob", "create-job"), ("n", nil),
    ]
    for (typed, meant) in cases { #expect(Nearest.word(to: typed, among: verbs) == meant) }
    #expect(Nearest.word(to: String(repeating: "a", count: 5000), among: verbs) == nil)
  }
}

private func problem(_ body: () throws(ValueProblem) -> Void) -> String {
  do {
    try body()
    return "accepted"
  } catch {
    return error.description
  }
}
