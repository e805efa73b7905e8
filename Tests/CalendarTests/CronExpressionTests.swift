import Calendar
import TestSupport
import Testing

@Suite struct CronExpressionTests {
  @Test("the normal form is short, and the same however a set was written")
  func normalForm() throws {
    let table = [
      ("0 0 2 * * *", "0 0 2 * * *"),
      ("  00\t0  2 ?  * ?  ", "0 0 2 * * *"),
      ("0 0 2 */1 jan-dec *", "0 0 2 * * *"),
      ("0 */15 * * * *", "0 */15 * * * *"),
      ("0 0 */6 * * *", "0 0 */6 * * *"),
      ("0 0 9-17 * * mon-fri", "0 0 9-17 * * MON-FRI"),
      ("5-5 0 2 * * *", "5-5 0 2 * * *"),
      ("1-5/2 0 2 * * *", "1-1,3,5 0 2 * * *"),
      ("0-59 0 2 * * *", "* 0 2 * * *"),
      ("0 0,15,30,45 2 * * *", "0 0,15,30,45 2 * * *"),
      ("0 0 2 1/10 1,4,7,10 0/2", "0 0 2 */10 */3 SUN,TUE,THU,SAT"),
      ("0 0 2 L,LW,L-3,L-1W,15W,1 * ?", "0 0 2 1,15W,L,LW,L-1W,L-3 * *"),
      ("0 0 2 ? * FRI#2,5l,1,7#5", "0 0 2 * * MON,FRI#2,SUN#5,FRIL"),
      ("0 0 2 1-31 * MON", "0 0 2 * * *"),
      ("0 0 2 13 * 0-7", "0 0 2 * * *"),
      ("0 0 2 *,L * MON", "0 0 2 * * MON"),
      ("0 0 2 13 11,12,1 FRI", "0 0 2 13 1,11,12 FRI"),
      ("@Hourly", "0 0 * * * *"),
      ("TZ=Europe/Berlin @daily", "CRON_TZ=Europe/Berlin 0 0 0 * * *"),
    ]
    for (text, normal) in table {
      let expression = try CronExpression(text)
      #expect(expression.description == normal)
      #expect(try CronExpression(normal) == expression, "\(text)")
      #expect(try CronExpression(normal).hashValue == expression.hashValue, "\(text)")
    }
  }

  @Test("texts that mean the same are equal, and a way to treat clock changes is part of that")
  func equality() throws {
    let equal = [
      ("0 0 2 1,3,5 * *", "0 0 2 1-5/2 * *"),
      ("0 0 2 * * FRI-MON", "0 0 2 * * 0,1,5,6"),
      ("0 0 2 25-5/10 * *", "0 0 2 4,25 * *"),
      ("0 0 2 * 7/6 *", "0 0 2 * JUL *"),
      ("0 0 2 * * FRI/2", "0 0 2 * * 5,7"),
      ("0 0 2 * * */2", "0 0 2 * * 0,2,4,6"),
      ("0 0 22-3/2 * * *", "0 0 0,2,22 * * *"),
      ("0 0 */24 * * *", "0 0 0 * * *"),
      ("0 0 2 L-0 * *", "0 0 2 L * *"),
    ]
    for (left, right) in equal {
      #expect(try CronExpression(left) == CronExpression(right), "\(left) and \(right)")
    }
    let different = [
      ("0 0,30 2 * * *", "0 */30 2 * * *"), ("0 0 2 * * *", "TZ=UTC 0 0 2 * * *"),
      ("0 0 2 13 * *", "0 0 2 13 * FRI"), ("0 0 2 15 * *", "0 0 2 15W * *"),
      ("0 0 2 * * FRI#4", "0 0 2 * * FRIL"),
    ]
    for (left, right) in different {
      #expect(try CronExpression(left) != CronExpression(right), "\(left) and \(right)")
    }
  }

  @Test("a prefix names the zone, whatever the zone is")
  func zonePrefix() throws {
    #expect(try CronExpression("0 0 2 * * *").zoneName == nil)
    #expect(try CronExpression("CRON_TZ=Mars/Base 0 0 2 * * *").zoneName == "Mars/Base")
    #expect(try CronExpression(" TZ=Etc/GMT+5  @daily ").zoneName == "Etc/GMT+5")
  }

  @Test("what is accepted but surprising comes with a warning")
  func warnings() throws {
    let table: [(String, [String])] = [
      ("0 0 2 * * *", []),
      ("0 */15 2 * * MON-FRI", []),
      ("0 0 2 29 1,3 *", []),
      ("0 0 2 13 * FRI", ["day of month 13, and also weekday FRI"]),
      ("0 0 2 1-31 * FRI", ["every day"]),
      ("*/7 0 2 * * *", ["every minute", "several times"]),
      ("0 */7 */5 * * *", ["every hour", "every day"]),
      ("0 0 2 */2 * *", ["every month"]),
      ("0 0 2 31 * *", ["skipped"]),
      ("0 0 2 29 2 *", ["skipped"]),
      ("0 0 2 31,L * *", []),
      ("0 0 2 ? * 1", ["MON"]),
    ]
    for (text, parts) in table {
      let warnings = try CronExpression(text).warnings
      #expect(warnings.count == parts.count, "\(text): \(warnings)")
      for (warning, part) in zip(warnings, parts) {
        #expect(warning.contains(part), "\(text)")
      }
    }
  }

  @Test("the next clock changes are announced to the jobs that they touch")
  func clockChangeWarnings() throws {
    let zone = try hostZone("Europe/Berlin")
    let gap =
      "on 2024-03-31 the clock of Europe/Berlin goes from 02:00:00 to 03:00:00: "
      + "what is due in between runs once, where the gap ends"
    let fold =
      "on 2024-10-27 the clock of Europe/Berlin goes from 03:00:00 to 02:00:00: "
      + "what is due in between runs in the first pass only"
    let table = [
      ("0 30 2 * * *", [gap, fold]), ("0 30 3 * * *", []), ("0 30 2 * * MON", []),
      ("0 0 * * * *", []), ("0 */10 2 * * *", [gap]), ("0 0 2 31 3 *", [gap]),
    ]
    for (text, expected) in table {
      let expression = try CronExpression(text)
      let from = Instant(seconds: 1_704_067_200)
      #expect(expression.clockChangeWarnings(after: from, in: zone) == expected, "\(text)")
      #expect(expression.clockChangeWarnings(after: from, in: .utc).isEmpty)
      for extreme in [Int64.min, .max] {
        _ = expression.clockChangeWarnings(after: Instant(microseconds: extreme), in: zone)
      }
    }
  }

  @Test("random text never crashes the reader, and what it accepts reads back as an equal value")
  func fuzz() {
    var random = SeededRandom(seed: 42)
    let alphabet = Array("0123456789*/,-?LW# \t@MONJANFRITZ=\u{a0}é\n")
    let words = ["0", "*", "5", "12", "*/5", "1-5", "MON", "JAN", "L", "15W", "FRI#2", "?", "22-3"]
    var accepted = 0
    for round in 0..<20_000 {
      var text = ""
      if round % 2 == 0 {
        for _ in 0..<Int.random(in: 0...24, using: &random) {
          text.append(alphabet.randomElement(using: &random) ?? "*")
        }
      } else {
        let fields = (0..<6).map { _ in words.randomElement(using: &random) ?? "*" }
        text = fields.joined(separator: " ")
      }
      do throws(CronError) {
        let expression = try CronExpression(text)
        accepted += 1
        let again = try CronExpression(expression.description)
        #expect(again == expression, "\(text)")
        #expect(expression.next(after: Instant(seconds: 0), in: .utc) != nil, "\(text)")
      } catch {
        #expect(error.expression == text)
        #expect(error.column >= 1 && error.column <= text.count + 1)
        #expect(!error.caret.isEmpty && !error.description.contains("\n"))
      }
    }
    #expect(accepted > 250)
  }

  @Test("a date is refused as never coming exactly if 400 years do not hold it")
  func impossibleDates() throws {
    let days = [
      "1", "28", "29", "30", "31", "29W", "30W", "31W", "L", "L-27", "L-28", "L-29", "L-30",
      "L-29W", "30,31", "*",
    ]
    let weekdays = ["*", "MON#5", "SUNL", "6"]
    for day in days {
      for weekday in weekdays {
        for month in ["2", "4", "1", "2,4", "6-9", "*"] {
          let text = "0 0 0 \(day) \(month) \(weekday)"
          let expected = comes(day: day, month: month) || weekday != "*"
          let expression = accepted(text)
          #expect((expression != nil) == expected, "\(text)")
          if let expression {
            #expect(expression.next(after: Instant(seconds: 0), in: .utc) != nil, "\(text)")
          }
        }
      }
    }
  }

  /// Whether the longest of some months has a day, by the table of their lengths.
  private func comes(day: String, month: String) -> Bool {
    let longest = month == "2" ? 29 : month == "4" || month == "2,4" ? 30 : 31
    if day == "*" || day == "L" { return true }
    let digits = day.split { !$0.isNumber }.compactMap { Int($0) }
    let lowest = digits.min() ?? 1
    return day.hasPrefix("L") ? lowest < longest : lowest <= longest
  }

  private func accepted(_ text: String) -> CronExpression? {
    do { return try CronExpression(text) } catch { return nil }
  }
}
