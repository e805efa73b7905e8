public import Engine
public import Migration
import SQLite

// Which zone data the timer queue was computed with, and whether it is owed a look.

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

  /// Whether a daemon ended before it had looked at all events after a step of the clock.
  public func owesClockRound() throws(StoreFailure) -> Bool {
    try integer("SELECT 1 FROM meta WHERE key = 'clock_round'") != nil
  }

  func setZone(_ name: String, _ generation: String) throws(SQLiteError) {
    try perform(
      """
      INSERT INTO zone VALUES (?, ?)
      ON CONFLICT(name) DO UPDATE SET generation = excluded.generation
      """, .text(name), .text(generation))
  }

  func setClockRound(owed: Bool) throws(SQLiteError) {
    try perform(
      owed
        ? "INSERT INTO meta VALUES ('clock_round', 'owed') ON CONFLICT DO NOTHING"
        : "DELETE FROM meta WHERE key = 'clock_round'")
  }
}
