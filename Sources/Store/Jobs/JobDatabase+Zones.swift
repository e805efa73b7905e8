public import Calendar
public import Engine
public import Migration
import SQLite

// Which zone data and which clock the timer queue was computed with.

extension JobDatabase {
  /// Zones that jobs name, with the generation of the data that their due rows were computed with.
  public func zoneGenerations() throws(StoreFailure) -> [String: String] {
    let found = try rows(
      """
      SELECT name, generation FROM zone
      WHERE EXISTS (SELECT 1 FROM job WHERE time_zone = zone.name)
      """
    ) { (row) throws(StoreFailure) in (row.text(0), row.text(1)) }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }

  /// Jobs whose rules are read in a zone, from one number on.
  public func jobs(
    inZone zone: String, after job: JobID?, limit: Int
  ) throws(StoreFailure) -> [JobID] {
    try rows(
      "SELECT id FROM job WHERE time_zone = ? AND id > ? ORDER BY id LIMIT ?",
      [.text(zone), .integer(job?.rawValue ?? 0), .integer(Int64(limit))]
    ) { (row) throws(StoreFailure) in JobID(rawValue: row.integer(0)) }
  }

  /// The latest that a clock has shown when something was written about a job, to the second.
  ///
  /// After a step back it lies ahead until all events have been looked at. Nil if it is not known.
  public func latestChange() throws(StoreFailure) -> Instant? {
    try integer("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'clock'")
      .map { Instant(microseconds: $0) }
  }

  func setZone(_ name: String, _ generation: String) throws(SQLiteError) {
    try perform(
      """
      INSERT INTO zone VALUES (?, ?)
      ON CONFLICT(name) DO UPDATE SET generation = excluded.generation
      """, .text(name), .text(generation))
  }

  func setClock(_ now: Instant) throws(SQLiteError) {
    try perform(
      """
      INSERT INTO meta VALUES ('clock', ?)
      ON CONFLICT(key) DO UPDATE SET value = excluded.value
      """, .text("\(now.microseconds)"))
  }

  /// Remembers the latest time of a change; within a second nothing is written again.
  func raiseClock(_ now: Instant) throws(SQLiteError) {
    try perform(
      """
      INSERT INTO meta VALUES ('clock', CAST(?1 AS TEXT))
      ON CONFLICT(key) DO UPDATE SET value = excluded.value
      WHERE CAST(value AS INTEGER) <= ?1 - 1000000
      """, .integer(now.microseconds))
  }
}
