import Calendar
import Engine
import Migration
import SQLite

/// How a run stands in its table.
enum RunRow {
  static let columns = [
    "job", "number", "trigger", "slot_us", "input_job", "input_run", "source", "destination",
    "opened_us", "ended_us",
    "total", "total_bytes",
    "copied", "copied_bytes", "skipped", "skipped_bytes", "failed", "listed",
    "failing", "retryable",
  ]
  static let list = columns.joined(separator: ",") + ",checksum"
  static let insert =
    "INSERT INTO run(\(list)) VALUES (" + columns.map { _ in "?," }.joined() + "?)"
  static let replace =
    insert + " ON CONFLICT(job, number) DO UPDATE SET "
    + (columns.dropFirst(2) + ["checksum"]).map { "\($0)=excluded.\($0)" }
    .joined(separator: ",")

  /// The row's values, the checksum last.
  static func values(_ run: Run) -> [SQLValue] {
    var values: [SQLValue] = [
      .integer(run.job.rawValue), .integer(run.number.rawValue), .text(run.trigger.rawValue),
      .integer(run.slot?.microseconds),
    ]
    values += input(run.input)
    values += [
      .text(run.source), .text(run.destination),
      .integer(run.opened.microseconds),
      .integer(run.ended?.microseconds),
    ]
    values += counts(run.counts)
    values += [.integer(run.remainder?.failing), .integer(run.remainder?.retryable)]
    values.append(.integer(RowChecksum.of(values)))
    return values
  }

  private static func input(_ input: RunInput) -> [SQLValue] {
    switch input {
    case .listing: [.null, .null]
    case .failures(let job, let run): [.integer(job.rawValue), .integer(run.rawValue)]
    }
  }

  private static func input(_ statement: borrowing Statement, from column: Int) -> RunInput {
    guard let job = statement.optionalInteger(column) else { return .listing }
    return .failures(
      of: JobID(rawValue: job), run: RunNumber(rawValue: statement.integer(column + 1)))
  }

  /// The eight columns of a run's figures; NULL each for nil.
  static func counts(_ counts: RunCounts?) -> [SQLValue] {
    guard let counts else { return Array(repeating: .null, count: 8) }
    return [
      .integer(counts.total), .integer(counts.totalBytes), .integer(counts.copied),
      .integer(counts.copiedBytes), .integer(counts.skipped), .integer(counts.skippedBytes),
      .integer(counts.failed), .integer(counts.listed ? 1 : 0),
    ]
  }

  /// Reads the eight columns from one on; nil if they are NULL.
  static func counts(_ statement: borrowing Statement, from column: Int) -> RunCounts? {
    guard !statement.isNull(column) else { return nil }
    var counts = RunCounts()
    counts.total = statement.integer(column)
    counts.totalBytes = statement.integer(column + 1)
    counts.copied = statement.integer(column + 2)
    counts.copiedBytes = statement.integer(column + 3)
    counts.skipped = statement.integer(column + 4)
    counts.skippedBytes = statement.integer(column + 5)
    counts.failed = statement.integer(column + 6)
    counts.listed = statement.integer(column + 7) != 0
    return counts
  }

  /// Reads the current row of `SELECT list FROM run`.
  static func run(_ statement: borrowing Statement) throws(StoreFailure) -> Run {
    // Reading it through a `Row` is what compares the checksum.
    _ = try Row(
      statement, columns: columns.count,
      of: "run \(statement.integer(1)) of job number \(statement.integer(0))")
    return unchecked(statement)
  }

  /// Reads the current row without looking at its checksum: it is about to be written anew.
  static func unchecked(_ statement: borrowing Statement) -> Run {
    Run(
      job: JobID(rawValue: statement.integer(0)), number: RunNumber(rawValue: statement.integer(1)),
      trigger: Trigger(rawValue: statement.text(2)) ?? .manual,
      slot: statement.optionalInteger(3).map { Instant(microseconds: $0) },
      input: input(statement, from: 4),
      source: statement.text(6), destination: statement.text(7),
      opened: Instant(microseconds: statement.integer(8)),
      ended: statement.optionalInteger(9).map { Instant(microseconds: $0) },
      counts: counts(statement, from: 10) ?? RunCounts(),
      remainder: statement.optionalInteger(18).map {
        Remainder(failing: $0, retryable: statement.integer(19))
      })
  }
}
