import Calendar
import Testing

@Suite struct CronErrorTests {
  private typealias Row = (text: String, field: String?, column: Int, token: String, says: String)

  private static let table: [Row] = [
    ("", nil, 1, "", "0 0 2 * * *"),
    ("* * * * *", nil, 10, "", "write 0 in front"),
    ("0 0 2 * *  ", nil, 10, "", "write 0 in front"),
    ("0 0 2", nil, 6, "", "only 3 fields"),
    ("0 0 2 * * * 2024", nil, 13, "2024", "no field for the year"),
    ("0 0 24 * * *", "hour", 5, "24", "0-23; midnight is 0"),
    ("60 * * * * *", "second", 1, "60", "0-59"),
    ("0 5,70 * * * *", "minute", 5, "70", "0-59"),
    ("* * * 0 * *", "day of month", 7, "0", "days count from 1"),
    ("* * * * 13 *", "month", 9, "13", "1-12"),
    ("* * * * * 1-8", "weekday", 13, "8", "Sunday is 0 or 7"),
    ("005 * * * * *", "second", 1, "005", "0-59"),
    ("0 */90 * * * *", "minute", 5, "90", "1-60"),
    ("0 0 0 */32 * *", "day of month", 9, "32", "1-31"),
    ("*/0 0 0 * * *", "second", 3, "0", "allowed: a step of 1-60; a step of 0 goes nowhere"),
    ("0 0 */00 * * *", "hour", 7, "00", "goes nowhere"),
    ("tz=UTC 0 0 2 * * *", nil, 1, "tz=", "allowed: TZ=, CRON_TZ=; write it in capitals"),
    ("TZ=UTC TZ=UTC 0 0 2 * * *", nil, 8, "TZ=", "once"),
    ("MAILTO=me 0 0 2 * * *", nil, 1, "MAILTO=", "settings"),
    ("@wee\u{212A}ly", nil, 5, "\u{212A}", "plain ASCII"),
    ("@\u{17F}hourly", nil, 2, "\u{17F}", "plain ASCII"),
    ("*/ 0 0 * * *", "second", 3, "", "must be a number"),
    ("1,,2 * * * * *", "second", 3, ",", "missing"),
    ("1, * * * * *", "second", 3, "", "missing"),
    ("-5 * * * * *", "second", 1, "-5", "no sign"),
    ("/5 * * * * *", "second", 1, "/5", "*/5"),
    ("1/2/3 * * * * *", "second", 1, "1/2/3", "one step"),
    ("? * * * * *", "second", 1, "?", "write *"),
    ("0 0 0 ?/2 * *", "day of month", 7, "?/2", "alone"),
    ("0 0 0 1,? * *", "day of month", 9, "?", "alone"),
    ("0 0 0 * * Monday", "weekday", 11, "Monday", "write MON"),
    ("0 0 0 * JANUARY *", "month", 9, "JANUARY", "write JAN"),
    ("0 0 0 1 JAN2 *", "month", 9, "JAN2", "comma"),
    ("0 0 0 * * JAN", "weekday", 11, "JAN", "fifth field"),
    ("MON 0 0 * * *", "second", 1, "MON", "sixth field"),
    ("0 0 0 * L *", "month", 9, "L", "day of month"),
    ("0 0 0 * * L", "weekday", 11, "L", "FRIL"),
    ("0 0 0 5L * *", "day of month", 7, "5L", "L-5"),
    ("0 0 0 W * *", "day of month", 7, "W", "15W"),
    ("0 0 0 10-15W * *", "day of month", 7, "10-15W", "single day"),
    ("0 0 0 * * 1W", "weekday", 11, "1W", "day of month"),
    ("0 0 0 L-31 * *", "day of month", 9, "31", "L-30"),
    ("0 0 0 * * 1-5L", "weekday", 11, "1-5L", "single weekday"),
    ("0 0 0 * * MON#6", "weekday", 15, "6", "#1 to #5"),
    ("0 0 0 * * 2#", "weekday", 13, "", "#1 to #5"),
    ("0 0 0 * * #2", "weekday", 11, "#2", "FRI#2"),
    ("H 0 0 * * *", "second", 1, "H", "not supported"),
    ("0 0 0 30 2 *", "day of month", 7, "30 2", "February"),
    ("0 0 0 31 4,6,9,11 *", "day of month", 7, "31 4,6,9,11", "30 days"),
    ("@every 5m", nil, 1, "@every", "*/5"),
    ("@reboot", nil, 1, "@reboot", "boot"),
    ("@daily 5", nil, 8, "5", "0 0 0 * * *"),
    ("TZ=UTC", nil, 7, "", "no schedule"),
    ("TZ= 0 0 2 * * *", nil, 4, "", "missing"),
    ("TZ=../passwd 0 0 2 * * *", nil, 4, "../passwd", "Europe/Berlin"),
    ("0 0 2 * * *\u{a0}", nil, 12, "\u{a0}", "no-break space"),
    ("\u{663} 0 0 * * *", nil, 1, "\u{663}", "0-9"),
    ("0 0 2 *\n* *", nil, 8, "\n", "one line"),
  ]

  @Test("an error names the field, the column and the token, and says what to write instead")
  func errors() {
    for row in Self.table {
      do throws(CronError) {
        let expression = try CronExpression(row.text)
        Issue.record("'\(row.text)' was read as '\(expression)'")
      } catch {
        #expect(error.field == row.field, "\(error)")
        #expect(error.column == row.column, "\(error)")
        #expect(error.token == row.token, "\(error)")
        #expect(error.description.contains(row.says), "\(error)")
        #expect(error.expression == row.text, "\(error)")
      }
    }
  }

  @Test("the caret stands under the token, also after a tab and in a long text")
  func caret() throws {
    #expect(caret("0 0 24 * * *") == "0 0 24 * * *\n    ^^")
    #expect(caret("0\t0 24 * * *") == "0 0 24 * * *\n    ^^")
    #expect(caret("* * * * *") == "* * * * *\n         ^")
    let list = (0..<60).map(String.init).joined(separator: ",")
    let lines = try #require(caret("\(list),77 * * * * *")).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.count <= 80 })
    let column = try #require(lines[1].firstIndex(of: "^")).utf16Offset(in: lines[1])
    #expect(lines[0].dropFirst(column).hasPrefix("77"))
    #expect(try #require(caret(String(repeating: "*", count: 5_000))).count < 200)
  }

  @Test("a zone that is not to be had is pointed at in the expression that names it")
  func zone() throws {
    for text in ["TZ=Mars/City @daily", " CRON_TZ=Mars/City\t0 0 2 * * *"] {
      let error = try #require(CronError(zoneOf: text, "there is no such zone"))
      #expect(error.token == "Mars/City")
      #expect(text.dropFirst(error.column - 1).hasPrefix("Mars/City"))
      #expect(error.description.hasSuffix("'Mars/City': there is no such zone"))
    }
    #expect(CronError(zoneOf: "@daily", "") == nil)
  }

  @Test("one line says it all")
  func line() {
    #expect(
      message("0 0 24 * * *")
        == "hour field, column 5: '24': this is out of range; allowed: 0-23; midnight is 0")
  }

  private func caret(_ text: String) -> String? {
    do throws(CronError) {
      _ = try CronExpression(text)
      return nil
    } catch { return error.caret }
  }

  private func message(_ text: String) -> String? {
    do throws(CronError) {
      _ = try CronExpression(text)
      return nil
    } catch { return error.description }
  }
}
