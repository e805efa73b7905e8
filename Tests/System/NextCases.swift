private func from(_ time: String, _ zone: String, _ count: Int, _ more: String...) -> [String] {
  ["--from=\(time)", "--time-zone=\(zone)", "--count=\(count)"] + more
}

/// Rules as the envelope tells their coming instants, with nothing on standard error: UTC,
/// local time, zone, rule and note.
let nextCases: [(words: [String], rows: [String])] = [
  (
    from("2026-01-01", "UTC", 2, "--cron=0 0 2 * * *"),
    [
      "2026-01-01T02:00:00.000Z | 2026-01-01T02:00:00+00:00 | UTC | start | ",
      "2026-01-02T02:00:00.000Z | 2026-01-02T02:00:00+00:00 | UTC | start | ",
    ]
  ),
  // A gap: what it swallowed is made up for where it ends.
  (
    from("2026-03-28", "Europe/Berlin", 3, "--cron=0 30 2 * * *"),
    [
      "2026-03-28T01:30:00.000Z | 2026-03-28T02:30:00+01:00 | CET | start | ",
      "2026-03-29T01:00:00.000Z | 2026-03-29T03:00:00+02:00 | CEST | start | "
        + "made up: the clock goes from 02:00:00 to 03:00:00; "
        + "the clock has changed: UTC+01:00 before",
      "2026-03-30T00:30:00.000Z | 2026-03-30T02:30:00+02:00 | CEST | start | ",
    ]
  ),
  // A repeated hour: once for a time of day, in both passes for what repeats.
  (
    from("2026-10-25", "Europe/Berlin", 2, "--cron=0 30 2 * * *"),
    [
      "2026-10-25T00:30:00.000Z | 2026-10-25T02:30:00+02:00 | CEST | start | "
        + "this time comes twice: the first",
      "2026-10-26T01:30:00.000Z | 2026-10-26T02:30:00+01:00 | CET | start | "
        + "the clock has changed: UTC+02:00 before",
    ]
  ),
  (
    from("2026-10-25 02:20", "Europe/Berlin", 3, "--cron=0 */30 * * * *"),
    [
      "2026-10-25T00:30:00.000Z | 2026-10-25T02:30:00+02:00 | CEST | start | "
        + "this time comes twice: the first",
      "2026-10-25T01:00:00.000Z | 2026-10-25T02:00:00+01:00 | CET | start | "
        + "this time comes twice: the second; the clock has changed: UTC+02:00 before",
      "2026-10-25T01:30:00.000Z | 2026-10-25T02:30:00+01:00 | CET | start | "
        + "this time comes twice: the second",
    ]
  ),
  // The start itself does not count; an offset names the instant whatever the zone is.
  (
    from("2026-01-01T03:00:00+01:00", "UTC", 1, "--cron=0 0 2 * * *"),
    ["2026-01-02T02:00:00.000Z | 2026-01-02T02:00:00+00:00 | UTC | start | "]
  ),
  // Suspends stand between the starts; a tie is a pause.
  (
    from("2026-01-01", "UTC", 2, "--cron=0 0 22 * * *", "--suspend=0 0 6 * * *"),
    [
      "2026-01-01T06:00:00.000Z | 2026-01-01T06:00:00+00:00 | UTC | suspend | ",
      "2026-01-01T22:00:00.000Z | 2026-01-01T22:00:00+00:00 | UTC | start | ",
      "2026-01-02T06:00:00.000Z | 2026-01-02T06:00:00+00:00 | UTC | suspend | ",
      "2026-01-02T22:00:00.000Z | 2026-01-02T22:00:00+00:00 | UTC | start | ",
      "2026-01-03T06:00:00.000Z | 2026-01-03T06:00:00+00:00 | UTC | suspend | ",
    ]
  ),
  (
    from("2026-01-01", "UTC", 1, "--cron=@daily", "--suspend=0 0 0 * * *"),
    [
      "2026-01-02T00:00:00.000Z | 2026-01-02T00:00:00+00:00 | UTC | start | "
        + "the suspend rule fires in the same second and wins",
      "2026-01-02T00:00:00.000Z | 2026-01-02T00:00:00+00:00 | UTC | suspend | ",
    ]
  ),
  // Far away, and fewer than were asked for.
  (
    from("2096-02-29 00:00:00", "UTC", 1, "--cron=0 0 0 29 2 *"),
    ["2104-02-29T00:00:00.000Z | 2104-02-29T00:00:00+00:00 | UTC | start | "]
  ),
  (
    from("9999-12-30 12:00", "UTC", 3, "--cron=0 0 2 * * *"),
    ["9999-12-31T02:00:00.000Z | 9999-12-31T02:00:00+00:00 | UTC | start | "]
  ),
]

/// Calls that are refused, with what the message has to say.
let wrongNextCases: [(words: [String], says: [String])] = [
  (
    ["--cron=0 0 25 * * *"],
    ["--cron: hour field, column 5: '25'", "allowed: 0-23", "\n0 0 25 * * *\n    ^^"]
  ),
  (
    ["--cron=0 0 2 * * *", "--suspend=0 0 6 * * MOM"],
    ["--suspend: weekday field, column 11: 'MOM'", "SUN-SAT"]
  ),
  (["--cron=0 0 2 30 2 *"], ["column 7: '30 2': this date never comes", "at most 29 days"]),
  (["--cron=0 2 * * *"], ["there are only 5 fields", "write 0 in front of them"]),
  (["--cron=0 0 2 * * * 2026"], ["column 13: '2026'", "no field for the year"]),
  (["--cron=0 0 2 * * *\u{A0}"], ["column 12: ", "no-break space"]),
  (["--cron=@every 5m"], ["column 1: '@every'", "*/5"]),
  (["--cron="], ["column 1: there is no expression"]),
  (["--cron=0 0 2 * * *", "--suspend="], ["--suspend: column 1: there is no expression"]),
  (["--cron=\(String(repeating: "1", count: 1_025))"], ["longer than 1024 bytes"]),
  (["--cron=0 0 2 * * *", "--count=0"], ["--count: '0'", "1 to 1000"]),
  (["--cron=0 0 2 * * *", "--count=-1"], ["--count: '-1'", "1 to 1000"]),
  (["--cron=0 0 2 * * *", "--count=1000000000"], ["1 to 1000"]),
  (["--cron=0 0 2 * * *", "--count=99999999999999999999"], ["1 to 1000"]),
  (["--cron=0 0 2 * * *", "--count="], ["1 to 1000"]),
  (["--cron=0 0 2 * * *", "--time-zone=Mars/Base"], ["'Mars/Base'", "timedatectl"]),
  (["--cron=0 0 2 * * *", "--time-zone=../../etc/passwd"], ["'../../etc/passwd' is not the name"]),
  (["--cron=0 0 2 * * *", "--time-zone="], ["'' is not the name of a time zone"]),
  (["--cron=CRON_TZ=../../etc/passwd 0 0 2 * * *"], ["column 9: '../../etc/passwd'"]),
  (["--cron=TZ=UTC"], ["no schedule behind it"]),
  (
    ["--cron=CRON_TZ=Asia/Tokyo 0 0 2 * * *", "--time-zone=Europe/Berlin"],
    ["two zones are named", "'Asia/Tokyo'", "'Europe/Berlin'"]
  ),
  (["--cron=0 0 2 * * *", "--from=tomorrow"], ["--from: 'tomorrow' is no time"]),
  (["--cron=0 0 2 * * *", "--from=2026-02-30"], ["--from: '2026-02-30' is no time"]),
  (["--cron=0 0 2 * * *", "--from="], ["--from: '' is no time"]),
  (["--cron=0 0 2 * * *", "--cron=0 0 3 * * *"], ["'--cron' is given twice"]),
  (["--corn=0 0 2 * * *"], ["did you mean '--cron'?"]),
  ([], ["'next' needs a NAME, or '--cron EXPR', or '--batch'"]),
  (["job", "--cron=0 0 2 * * *"], ["leave out the job's name"]),
  (["job", "--from=2026-01-01"], ["'--from' goes with '--cron'"]),
  (["--suspend=0 0 6 * * *"], ["'--suspend' goes with '--cron'"]),
  (["--batch", "--cron=0 0 2 * * *"], ["leave out '--cron'"]),
  (["--batch", "job"], ["leave out the job's name"]),
]
