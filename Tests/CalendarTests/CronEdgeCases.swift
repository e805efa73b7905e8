// Expressions with the instants that follow a local time, or none if the text is refused. Where cron
// implementations differ, the case shows what this one has decided.

/// One checked expression.
struct CronEdgeCase: Sendable {
  var expression: String
  var zone: String
  /// The local time after which to look; if the wall shows it twice, the first.
  var from: String
  /// The next instants with their offsets; nil if the expression is refused.
  var next: [String]?
}

let cronEdgeCases: [CronEdgeCase] = [
  CronEdgeCase(
    expression: "0 0 2 * * *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-01T02:00:00+00:00",
      "2024-01-02T02:00:00+00:00",
      "2024-01-03T02:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 2 * * *", zone: "UTC",
    from: "2024-01-01T02:00:00",
    next: [
      "2024-01-02T02:00:00+00:00",
      "2024-01-03T02:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "* * * * * *", zone: "UTC",
    from: "2024-12-31T23:59:58",
    next: [
      "2024-12-31T23:59:59+00:00",
      "2025-01-01T00:00:00+00:00",
      "2025-01-01T00:00:01+00:00",
    ]),
  CronEdgeCase(
    expression: "*/5 * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:58",
    next: [
      "2024-01-01T00:01:00+00:00",
      "2024-01-01T00:01:05+00:00",
      "2024-01-01T00:01:10+00:00",
    ]),
  CronEdgeCase(
    expression: "0 */15 * * * *", zone: "UTC",
    from: "2024-01-01T23:46:00",
    next: [
      "2024-01-02T00:00:00+00:00",
      "2024-01-02T00:15:00+00:00",
      "2024-01-02T00:30:00+00:00",
    ]),
  CronEdgeCase(
    expression: "59 59 23 31 12 *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-12-31T23:59:59+00:00",
      "2025-12-31T23:59:59+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 1 1 *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2025-01-01T00:00:00+00:00",
      "2026-01-01T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "15/35 20-35/15 1/2 */2 * *", zone: "UTC",
    from: "2012-07-09T23:35:51",
    next: [
      "2012-07-11T01:20:15+00:00",
      "2012-07-11T01:20:50+00:00",
      "2012-07-11T01:35:15+00:00",
    ]),
  CronEdgeCase(
    expression: "3-57 13-28 17,18 1,15 3-12 6", zone: "UTC",
    from: "2022-09-15T17:44:11",
    next: [
      "2022-09-15T18:13:03+00:00",
      "2022-09-15T18:13:04+00:00",
    ]),
  CronEdgeCase(
    expression: "*/28 56 22 */6 * *", zone: "UTC",
    from: "2022-02-27T08:00:42",
    next: [
      "2022-03-01T22:56:00+00:00",
      "2022-03-01T22:56:28+00:00",
      "2022-03-01T22:56:56+00:00",
    ]),
  CronEdgeCase(
    expression: "0 30 23 30 1/3 ?", zone: "UTC",
    from: "2010-12-30T00:00:00",
    next: [
      "2011-01-30T23:30:00+00:00",
      "2011-04-30T23:30:00+00:00",
      "2011-07-30T23:30:00+00:00",
      "2011-10-30T23:30:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 9-17 * * MON-FRI", zone: "UTC",
    from: "2024-03-01T17:00:00",
    next: [
      "2024-03-04T09:00:00+00:00",
      "2024-03-04T10:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 25 12 ?", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-12-25T00:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "5,1,3 0 0 * * *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-01T00:00:01+00:00",
      "2024-01-01T00:00:03+00:00",
      "2024-01-01T00:00:05+00:00",
      "2024-01-02T00:00:01+00:00",
    ]),
  CronEdgeCase(
    expression: "1,1,1 0 0 * * *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-01T00:00:01+00:00",
      "2024-01-02T00:00:01+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 1-7/3,20-31/5 * *", zone: "UTC",
    from: "2024-02-01T00:00:00",
    next: [
      "2024-02-04T00:00:00+00:00",
      "2024-02-07T00:00:00+00:00",
      "2024-02-20T00:00:00+00:00",
      "2024-02-25T00:00:00+00:00",
      "2024-03-01T00:00:00+00:00",
      "2024-03-04T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "5/15 * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-01T00:00:05+00:00",
      "2024-01-01T00:00:20+00:00",
      "2024-01-01T00:00:35+00:00",
      "2024-01-01T00:00:50+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 */7 * * *", zone: "UTC",
    from: "2024-01-01T15:00:00",
    next: [
      "2024-01-01T21:00:00+00:00",
      "2024-01-02T00:00:00+00:00",
      "2024-01-02T07:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 */10 * *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-11T00:00:00+00:00",
      "2024-01-21T00:00:00+00:00",
      "2024-01-31T00:00:00+00:00",
      "2024-02-01T00:00:00+00:00",
      "2024-02-11T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 1 */5 *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-06-01T00:00:00+00:00",
      "2024-11-01T00:00:00+00:00",
      "2025-01-01T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 * 7/6 *", zone: "UTC",
    from: "2024-12-31T00:00:00",
    next: [
      "2025-07-01T00:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * 1/2", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-03T00:00:00+00:00",
      "2024-01-05T00:00:00+00:00",
      "2024-01-07T00:00:00+00:00",
      "2024-01-08T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * MON-FRI/2", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-03T00:00:00+00:00",
      "2024-01-05T00:00:00+00:00",
      "2024-01-08T00:00:00+00:00",
      "2024-01-10T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 */60 * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-01T01:00:00+00:00",
      "2024-01-01T02:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 */24 * * *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-02T00:00:00+00:00",
      "2024-01-03T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 1 */12 *", zone: "UTC",
    from: "2024-01-02T00:00:00",
    next: [
      "2025-01-01T00:00:00+00:00",
      "2026-01-01T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * */7", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-07T00:00:00+00:00",
      "2024-01-14T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0-59/1 0 0 * * *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-01T00:00:01+00:00",
      "2024-01-01T00:00:02+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * 0", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-07T00:00:00+00:00",
      "2024-01-14T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * SUN", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-07T00:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * SAT-SUN", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-06T00:00:00+00:00",
      "2024-01-07T00:00:00+00:00",
      "2024-01-13T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 22-3/2 * * *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-01T02:00:00+00:00",
      "2024-01-01T22:00:00+00:00",
      "2024-01-02T00:00:00+00:00",
      "2024-01-02T02:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 23-3/2 * * *", zone: "UTC",
    from: "2024-01-01T17:30:00",
    next: [
      "2024-01-01T23:00:00+00:00",
      "2024-01-02T01:00:00+00:00",
      "2024-01-02T03:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "55-5/5 * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:06",
    next: [
      "2024-01-01T00:00:55+00:00",
      "2024-01-01T00:01:00+00:00",
      "2024-01-01T00:01:05+00:00",
      "2024-01-01T00:01:55+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * FRI-MON", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-05T00:00:00+00:00",
      "2024-01-06T00:00:00+00:00",
      "2024-01-07T00:00:00+00:00",
      "2024-01-08T00:00:00+00:00",
      "2024-01-12T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 1 NOV-FEB *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-02-01T00:00:00+00:00",
      "2024-11-01T00:00:00+00:00",
      "2024-12-01T00:00:00+00:00",
      "2025-01-01T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 25-5/10 * *", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-04T00:00:00+00:00",
      "2024-01-25T00:00:00+00:00",
      "2024-02-04T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * 7-2", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-02T00:00:00+00:00",
      "2024-01-07T00:00:00+00:00",
      "2024-01-08T00:00:00+00:00",
      "2024-01-09T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 13 * FRI", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-05T00:00:00+00:00",
      "2024-01-12T00:00:00+00:00",
      "2024-01-13T00:00:00+00:00",
      "2024-01-19T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 12 1,15 * MON", zone: "UTC",
    from: "2024-01-02T00:00:00",
    next: [
      "2024-01-08T12:00:00+00:00",
      "2024-01-15T12:00:00+00:00",
      "2024-01-22T12:00:00+00:00",
      "2024-01-29T12:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 */2 * MON", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-03T00:00:00+00:00",
      "2024-01-05T00:00:00+00:00",
      "2024-01-07T00:00:00+00:00",
      "2024-01-08T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 1-31 * MON", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-02T00:00:00+00:00",
      "2024-01-03T00:00:00+00:00",
      "2024-01-04T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 ? * MON", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-08T00:00:00+00:00",
      "2024-01-15T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 15 * ?", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-15T00:00:00+00:00",
      "2024-02-15T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 ? * ?", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-02T00:00:00+00:00",
      "2024-01-03T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 L * SUN", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-07T00:00:00+00:00",
      "2024-01-14T00:00:00+00:00",
      "2024-01-21T00:00:00+00:00",
      "2024-01-28T00:00:00+00:00",
      "2024-01-31T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 29 2 *", zone: "UTC",
    from: "2024-03-01T00:00:00",
    next: [
      "2028-02-29T00:00:00+00:00",
      "2032-02-29T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 29 2 ?", zone: "UTC",
    from: "2023-01-01T00:00:00",
    next: [
      "2024-02-29T00:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "0 0 0 30 * *", zone: "UTC",
    from: "2024-01-31T00:00:00",
    next: [
      "2024-03-30T00:00:00+00:00",
      "2024-04-30T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 ? 2 MON#5", zone: "UTC",
    from: "2020-01-01T00:00:00",
    next: [
      "2044-02-29T00:00:00+00:00",
      "2072-02-29T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 15 10 L * *", zone: "UTC",
    from: "2024-01-31T10:15:00",
    next: [
      "2024-02-29T10:15:00+00:00",
      "2024-03-31T10:15:00+00:00",
      "2024-04-30T10:15:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 * L * *", zone: "UTC",
    from: "2021-01-31T01:00:00",
    next: [
      "2021-01-31T02:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "0 0 0 L-3 * *", zone: "UTC",
    from: "2008-01-04T00:00:00",
    next: [
      "2008-01-28T00:00:00+00:00",
      "2008-02-26T00:00:00+00:00",
      "2008-03-28T00:00:00+00:00",
      "2008-04-27T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 LW * *", zone: "UTC",
    from: "2008-05-01T00:00:00",
    next: [
      "2008-05-30T00:00:00+00:00",
      "2008-06-30T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 L-1W * *", zone: "UTC",
    from: "2010-10-01T00:00:00",
    next: [
      "2010-10-29T00:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "0 0 0 15W * ?", zone: "UTC",
    from: "2020-01-01T00:00:00",
    next: [
      "2020-01-15T00:00:00+00:00",
      "2020-02-14T00:00:00+00:00",
      "2020-03-16T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 1W * ?", zone: "UTC",
    from: "2020-01-31T00:00:00",
    next: [
      "2020-02-03T00:00:00+00:00",
      "2020-03-02T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 1W,15,LW * ?", zone: "UTC",
    from: "2019-12-30T00:00:00",
    next: [
      "2019-12-31T00:00:00+00:00",
      "2020-01-01T00:00:00+00:00",
      "2020-01-15T00:00:00+00:00",
      "2020-01-31T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 ? * 5#2", zone: "UTC",
    from: "2020-01-01T00:00:00",
    next: [
      "2020-01-10T00:00:00+00:00",
      "2020-02-14T00:00:00+00:00",
      "2020-03-13T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 ? * MON#5", zone: "UTC",
    from: "2025-01-01T00:00:00",
    next: [
      "2025-03-31T00:00:00+00:00",
      "2025-06-30T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 ? * 7#3", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-21T00:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * 5L", zone: "UTC",
    from: "2008-01-04T00:00:00",
    next: [
      "2008-01-25T00:00:00+00:00",
      "2008-02-29T00:00:00+00:00",
      "2008-03-28T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * FRIL", zone: "UTC",
    from: "2008-01-26T00:00:00",
    next: [
      "2008-02-29T00:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * 7L", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-28T00:00:00+00:00",
      "2024-02-25T00:00:00+00:00",
    ]),
  CronEdgeCase(
    expression: "0 0 * ? * FRI#5", zone: "UTC",
    from: "2021-01-29T01:00:00",
    next: [
      "2021-01-29T02:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "@daily", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-02T00:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "@Weekly", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-07T00:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "@yearly", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2025-01-01T00:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "@hourly", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-01T01:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "@monthly", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-02-01T00:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "  0\t0  2 * *   *  ", zone: "UTC",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-01T02:00:00+00:00"
    ]),
  CronEdgeCase(
    expression: "0 0 2 * * *", zone: "Asia/Kathmandu",
    from: "2024-01-01T00:00:00",
    next: [
      "2024-01-01T02:00:00+05:45"
    ]),
  CronEdgeCase(
    expression: "0 0 2 * * *", zone: "America/New_York",
    from: "2024-03-09T02:00:00",
    next: [
      "2024-03-10T03:00:00-04:00",
      "2024-03-11T02:00:00-04:00",
      "2024-03-12T02:00:00-04:00",
    ]),
  CronEdgeCase(
    expression: "0 30 2 * * *", zone: "America/New_York",
    from: "2024-03-10T01:59:59",
    next: [
      "2024-03-10T03:00:00-04:00"
    ]),
  CronEdgeCase(
    expression: "0 30 2 * * *", zone: "America/New_York",
    from: "2024-03-10T03:00:00",
    next: [
      "2024-03-11T02:30:00-04:00"
    ]),
  CronEdgeCase(
    expression: "0 30 0 L * *", zone: "Asia/Amman",
    from: "2017-03-30T23:59:59",
    next: [
      "2017-03-31T01:00:00+03:00",
      "2017-04-30T00:30:00+03:00",
    ]),
  CronEdgeCase(
    expression: "0 0,30 2 * * *", zone: "America/New_York",
    from: "2024-03-10T00:10:00",
    next: [
      "2024-03-10T03:00:00-04:00",
      "2024-03-11T02:00:00-04:00",
    ]),
  CronEdgeCase(
    expression: "0 30 2,3 * * *", zone: "America/New_York",
    from: "2024-03-10T00:10:00",
    next: [
      "2024-03-10T03:00:00-04:00",
      "2024-03-10T03:30:00-04:00",
      "2024-03-11T02:30:00-04:00",
    ]),
  CronEdgeCase(
    expression: "*/30 * * * * *", zone: "America/New_York",
    from: "2024-03-10T01:59:30",
    next: [
      "2024-03-10T03:00:00-04:00",
      "2024-03-10T03:00:30-04:00",
    ]),
  CronEdgeCase(
    expression: "0 */20 2 * * *", zone: "America/New_York",
    from: "2024-03-10T00:10:00",
    next: [
      "2024-03-10T03:00:00-04:00",
      "2024-03-11T02:00:00-04:00",
    ]),
  CronEdgeCase(
    expression: "0 30 2-4 * * *", zone: "America/New_York",
    from: "2024-03-10T00:10:00",
    next: [
      "2024-03-10T03:30:00-04:00",
      "2024-03-10T04:30:00-04:00",
    ]),
  CronEdgeCase(
    expression: "0 */20 1-2 * * *", zone: "America/New_York",
    from: "2024-03-10T01:30:00",
    next: [
      "2024-03-10T01:40:00-05:00",
      "2024-03-10T03:00:00-04:00",
      "2024-03-11T01:00:00-04:00",
    ]),
  CronEdgeCase(
    expression: "0 */10 0-5 * * *", zone: "America/New_York",
    from: "2024-03-10T01:45:00",
    next: [
      "2024-03-10T01:50:00-05:00",
      "2024-03-10T03:00:00-04:00",
      "2024-03-10T03:10:00-04:00",
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * *", zone: "America/Sao_Paulo",
    from: "2018-11-03T12:00:00",
    next: [
      "2018-11-04T01:00:00-02:00",
      "2018-11-05T00:00:00-02:00",
    ]),
  CronEdgeCase(
    expression: "0 0 9 * * *", zone: "Europe/Berlin",
    from: "2021-03-27T09:00:00",
    next: [
      "2021-03-28T09:00:00+02:00"
    ]),
  CronEdgeCase(
    expression: "0 0 12 * * SUN", zone: "Europe/Berlin",
    from: "2022-03-24T12:00:00",
    next: [
      "2022-03-27T12:00:00+02:00"
    ]),
  CronEdgeCase(
    expression: "0 15 2 * * *", zone: "Australia/Lord_Howe",
    from: "2024-10-06T00:00:00",
    next: [
      "2024-10-06T02:30:00+11:00",
      "2024-10-07T02:15:00+11:00",
    ]),
  CronEdgeCase(
    expression: "0 30 23 * * SAT", zone: "America/Nuuk",
    from: "2024-03-30T12:00:00",
    next: [
      "2024-03-31T00:00:00-01:00",
      "2024-04-06T23:30:00-01:00",
    ]),
  CronEdgeCase(
    expression: "0 30 2 * * *", zone: "Africa/Casablanca",
    from: "2024-04-14T00:00:00",
    next: [
      "2024-04-14T03:00:00+01:00",
      "2024-04-15T02:30:00+01:00",
    ]),
  CronEdgeCase(
    expression: "0 0 23 * * *", zone: "Pacific/Apia",
    from: "2011-12-28T12:00:00",
    next: [
      "2011-12-28T23:00:00-10:00",
      "2011-12-29T23:00:00-10:00",
      "2011-12-31T23:00:00+14:00",
    ]),
  CronEdgeCase(
    expression: "0 0,30 1 * * *", zone: "America/New_York",
    from: "2024-11-03T00:10:00",
    next: [
      "2024-11-03T01:00:00-04:00",
      "2024-11-03T01:30:00-04:00",
      "2024-11-04T01:00:00-05:00",
    ]),
  CronEdgeCase(
    expression: "0 30 * * * *", zone: "America/New_York",
    from: "2024-11-03T00:40:00",
    next: [
      "2024-11-03T01:30:00-04:00",
      "2024-11-03T01:30:00-05:00",
      "2024-11-03T02:30:00-05:00",
    ]),
  CronEdgeCase(
    expression: "*/20 * * * * *", zone: "America/New_York",
    from: "2024-11-03T01:59:40",
    next: [
      "2024-11-03T01:00:00-05:00",
      "2024-11-03T01:00:20-05:00",
      "2024-11-03T01:00:40-05:00",
    ]),
  CronEdgeCase(
    expression: "0 */30 1 * * *", zone: "America/New_York",
    from: "2024-11-03T00:10:00",
    next: [
      "2024-11-03T01:00:00-04:00",
      "2024-11-03T01:30:00-04:00",
      "2024-11-03T01:00:00-05:00",
      "2024-11-03T01:30:00-05:00",
      "2024-11-04T01:00:00-05:00",
    ]),
  CronEdgeCase(
    expression: "0 30 1-9 * * *", zone: "America/New_York",
    from: "2024-11-03T00:10:00",
    next: [
      "2024-11-03T01:30:00-04:00",
      "2024-11-03T01:30:00-05:00",
      "2024-11-03T02:30:00-05:00",
    ]),
  CronEdgeCase(
    expression: "0 30 1/12 * * *", zone: "America/New_York",
    from: "2024-11-03T00:10:00",
    next: [
      "2024-11-03T01:30:00-04:00",
      "2024-11-03T13:30:00-05:00",
      "2024-11-04T01:30:00-05:00",
    ]),
  CronEdgeCase(
    expression: "0 30 23 * * *", zone: "America/Santiago",
    from: "2017-05-13T23:59:59",
    next: [
      "2017-05-14T23:30:00-04:00"
    ]),
  CronEdgeCase(
    expression: "0 45 1 * * *", zone: "Australia/Lord_Howe",
    from: "2024-04-07T00:00:00",
    next: [
      "2024-04-07T01:45:00+11:00",
      "2024-04-08T01:45:00+10:30",
    ]),
  CronEdgeCase(
    expression: "0 0 0 * * *", zone: "Europe/Berlin",
    from: "2024-10-26T12:00:00",
    next: [
      "2024-10-27T00:00:00+02:00",
      "2024-10-28T00:00:00+01:00",
      "2024-10-29T00:00:00+01:00",
    ]),
  CronEdgeCase(
    expression: "0 0 2 * * SUN", zone: "Europe/Berlin",
    from: "2024-10-27T02:30:00",
    next: [
      "2024-11-03T02:00:00+01:00"
    ]),
  CronEdgeCase(
    expression: "", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "   ", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "* * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 2 * * * 2024", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "60 * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "* 60 * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "* * 24 * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "* * * 0 * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "* * * 32 * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "-5 * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "+5 * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "\u{663} 0 0 * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "*/-1 * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "*/61 * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 */90 * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 */32 * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "/5 * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "1/2/3 * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "*-5 * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "** * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "1,,2 * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "1, * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "? * * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 ?/2 * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 * * MONDAY", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 1 JAN2 *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 * * JAN", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "JAN 0 0 * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 0W * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 10-15W * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 5L * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 * L *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 * * 1-5L", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 * * #2", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 * * 2#", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 * * MON#6", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 * * MON#0", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 * * 1-5#2", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 * * 1W", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 30 2 *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 31 4,6,9,11 *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 30W 2 *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 0 L-30 4 *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "@every 5m", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "CRON_TZ=Mars/Base 0 0 2 * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "0 0 2 * * *\u{A0}", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
  CronEdgeCase(
    expression: "H H * * * *", zone: "UTC",
    from: "2024-01-01T00:00:00", next: nil),
]
