import Calendar
import Foundation
import TestSupport
import Testing

@Suite struct ZoneRulesTests {
  @Test("offsets are the ones that date(1) prints, from 1900 to 2500")
  func againstDate() throws {
    var random = SeededRandom(seed: 3)
    let names = [
      "America/New_York", "Europe/Berlin", "Europe/Dublin", "Australia/Lord_Howe",
      "Africa/Casablanca", "America/Nuuk", "Pacific/Apia", "Pacific/Chatham", "Asia/Kathmandu",
      "America/Sao_Paulo", "Antarctica/Vostok", "Asia/Gaza", "EST5EDT", "Etc/GMT+5",
    ]
    for name in names {
      let zone = try hostZone(name)
      let seconds = (0..<400).map { _ in
        Int64.random(in: -2_208_988_800...16_725_225_600, using: &random)
      }
      let lines = try dates(seconds, zone: name)
      try #require(lines.count == seconds.count)
      for (second, line) in zip(seconds, lines) {
        let instant = Instant(seconds: second)
        let text = "\(zone.text(of: instant)) \(zone.abbreviation(at: instant))"
        #expect(text == line, "\(name) at \(second)")
      }
    }
  }

  @Test("a rule goes on for ever: offsets repeat with the calendar")
  func farFuture() throws {
    let zone = try hostZone("Europe/Berlin")
    for year in [2038, 2100, 2437, 2438, 2500, 5000, 9999] {
      #expect(zone.text(of: try noon(in: zone, "\(year)-07-01")).hasSuffix("+02:00"))
      #expect(zone.text(of: try noon(in: zone, "\(year)-01-01")).hasSuffix("+01:00"))
    }
    #expect(zone.offset(at: Instant(microseconds: .max)) >= 3_600)
    #expect(zone.offset(at: Instant(microseconds: .min)) == 3_208)
  }

  @Test("a time on the wall maps to one instant, to two, or to the end of a gap")
  func localTimes() throws {
    let zone = try hostZone("America/New_York")
    let table: [(String, [String])] = [
      ("2024-03-10T01:59:59", ["2024-03-10T01:59:59-05:00"]),
      ("2024-03-10T02:00:00", ["2024-03-10T03:00:00-04:00", "gap"]),
      ("2024-03-10T02:59:59", ["2024-03-10T03:00:00-04:00", "gap"]),
      ("2024-03-10T03:00:00", ["2024-03-10T03:00:00-04:00"]),
      ("2024-11-03T00:59:59", ["2024-11-03T00:59:59-04:00"]),
      ("2024-11-03T01:00:00", ["2024-11-03T01:00:00-04:00", "2024-11-03T01:00:00-05:00"]),
      ("2024-11-03T02:00:00", ["2024-11-03T02:00:00-05:00"]),
      ("2999-12-31T23:59:59", ["2999-12-31T23:59:59-05:00"]),
    ]
    for (local, expected) in table {
      let found: [String]
      switch zone.instants(of: try localTime(local)) {
      case .one(let instant): found = [zone.text(of: instant)]
      case .gap(let end): found = [zone.text(of: end), "gap"]
      case .fold(let first, let second): found = [zone.text(of: first), zone.text(of: second)]
      }
      #expect(found == expected, "\(local)")
    }
  }

  @Test("a rule without listed changes, and one that saves all year, are followed")
  func rulesAlone() throws {
    let lone = try ZoneRules(name: "X", tzif: tzif(footer: "EST5EDT,M3.2.0,M11.1.0"))
    #expect(lone.text(of: try noon(in: lone, "2024-07-01")) == "2024-07-01T12:00:00-04:00")
    #expect(lone.text(of: try noon(in: lone, "2024-01-01")) == "2024-01-01T12:00:00-05:00")
    let always = try ZoneRules(name: "X", tzif: tzif(footer: "EST3EDT4,0/0,J365/23"))
    for day in ["2024-01-01", "2024-07-01", "2024-12-31"] {
      #expect(always.abbreviation(at: try noon(in: always, day)) == "EDT")
    }
    let julian = try ZoneRules(name: "X", tzif: tzif(footer: "<-02>2<-01>,J60/0,300/-1:30"))
    #expect(julian.offset(at: try noon(in: julian, "2024-02-29")) == -7_200)
    #expect(julian.offset(at: try noon(in: julian, "2024-03-01")) == -3_600)
  }

  @Test("bytes that are no zone file are refused")
  func refused() {
    let good = tzif(footer: "CET-1")
    #expect(refuses(good) == nil)
    #expect(refuses([]) == "is not a compiled zone file")
    #expect(refuses(Array("Europe/Berlin".utf8)) == "is not a compiled zone file")
    #expect(refuses(Array(good.dropLast())) == "has no rule for the far future")
    for footer in [
      "CE-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1X", "CET-25", "CET-1\u{7}",
    ] {
      #expect(refuses(tzif(footer: footer)) == "has a rule for the far future that cannot be read")
    }
    #expect(refuses(Array(good.prefix(100))) == "ends in the middle")
  }

  @Test("damaged zone files never crash the reader, nor a search in what it accepts")
  func fuzz() throws {
    var random = SeededRandom(seed: 11)
    let daily = try CronExpression("0 30 2 * * *")
    let repeating = try CronExpression("0 */20 1-2 29 2 *")
    let files = try ["Europe/Berlin", "America/New_York", "Asia/Kathmandu"].map(hostZoneBytes)
    var accepted = 0
    for _ in 0..<600 {
      var bytes = try #require(files.randomElement(using: &random))
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let place =
          Bool.random(using: &random)
          ? Int.random(in: 0..<bytes.count, using: &random)
          : max(0, bytes.count - Int.random(in: 1...24, using: &random))
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      if Int.random(in: 0...9, using: &random) == 0 {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
      }
      guard let zone = read(bytes) else { continue }
      accepted += 1
      for expression in [daily, repeating] {
        var instant = Instant(seconds: Int64.random(in: 0...8_000_000_000, using: &random))
        for _ in 0..<5 {
          guard let next = expression.next(after: instant, in: zone) else { break }
          #expect(next > instant)
          #expect(expression.previous(atOrBefore: next, in: zone) == next)
          instant = next
        }
        _ = zone.instants(of: LocalTime(instant, in: zone))
      }
    }
    #expect(accepted > 50)
  }

  @Test("zones with the same name and offsets are equal")
  func equality() throws {
    let berlin = try hostZone("Europe/Berlin")
    #expect(try hostZone("Europe/Berlin") == berlin)
    #expect(try hostZone("Europe/Paris") != berlin)
    #expect(try ZoneRules(name: "Copy", tzif: hostZoneBytes("Europe/Berlin")) != berlin)
    #expect(ZoneRules.utc.text(of: Instant(seconds: 0)) == "1970-01-01T00:00:00+00:00")
  }

  private func noon(in zone: ZoneRules, _ day: String) throws -> Instant {
    zone.instants(of: try localTime("\(day)T12:00:00")).first
  }

  private func read(_ bytes: [UInt8]) -> ZoneRules? {
    do { return try ZoneRules(name: "X", tzif: bytes) } catch { return nil }
  }

  private func refuses(_ bytes: [UInt8]) -> String? {
    do throws(ZoneError) {
      _ = try ZoneRules(name: "X", tzif: bytes)
      return nil
    } catch { return error.reason }
  }

  /// A zone file of version 2 without a single change.
  private func tzif(footer: String) -> [UInt8] {
    let head = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
    let counts: [UInt8] = [0, 0, 0, 0] + [0, 0, 0, 0] + [0, 0, 0, 0] + [0, 0, 0, 0]
    let block: [UInt8] = counts + [0, 0, 0, 1] + [0, 0, 0, 4]
    let body: [UInt8] = [0, 0, 0, 0, 0, 0] + Array("LMT\0".utf8)
    return head + block + body + head + block + body + Array("\n\(footer)\n".utf8)
  }

  /// What date(1) prints for some instants in the form of `ZoneRules.text(of:)`.
  private func dates(_ seconds: [Int64], zone: String) throws -> [String] {
    try Scratch.with("dates") { folder in
      let list = "\(folder)/seconds"
      try seconds.map { "@\($0)\n" }.joined().write(
        toFile: list, atomically: false, encoding: .utf8)
      let process = Process()
      process.executableURL = URL(filePath: "/bin/date")
      process.arguments = ["-f", list, "+%Y-%m-%dT%H:%M:%S%::z %Z"]
      process.environment = ["TZ": zone, "LC_ALL": "C"]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return text.split(separator: "\n").map { line in
        // Whole minutes are written without seconds here, and no offset with a plus.
        String(line.replacing(":00 ", with: " ").replacing("-00:00 ", with: "+00:00 "))
      }
    }
  }
}
