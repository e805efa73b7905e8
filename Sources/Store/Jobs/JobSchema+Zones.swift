extension JobSchema {
  /// What version 2 adds: the zone data that due rows were computed with, and totals of slots.
  ///
  /// Rows of `zone` stay when nobody names the zone any more: there are no more of them than zones
  /// in the world, and a job that names it again overwrites its row.
  static let second = """
    -- Which bytes of a zone's file the rows of due were computed with; '' is not known.
    CREATE TABLE zone(
      name TEXT PRIMARY KEY,
      generation TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO zone SELECT DISTINCT time_zone, '' FROM job;
    -- The jobs of a zone whose data have changed, in batches.
    CREATE INDEX job_zone ON job(time_zone, id);

    -- slot_count summed over all jobs that there are.
    CREATE TABLE slot_total(
      outcome TEXT NOT NULL,
      reason TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY(outcome, reason)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO slot_total
      SELECT outcome, reason, sum(count) FROM slot_count GROUP BY outcome, reason;
    -- Triggers, so that a job that goes with its rows is counted too.
    CREATE TRIGGER slot_total_more AFTER INSERT ON slot_count BEGIN
      INSERT INTO slot_total VALUES (new.outcome, new.reason, new.count)
      ON CONFLICT(outcome, reason) DO UPDATE SET count = count + excluded.count;
    END;
    CREATE TRIGGER slot_total_changed AFTER UPDATE ON slot_count BEGIN
      UPDATE slot_total SET count = count + new.count - old.count
      WHERE outcome = new.outcome AND reason = new.reason;
    END;
    CREATE TRIGGER slot_total_less AFTER DELETE ON slot_count BEGIN
      UPDATE slot_total SET count = count - old.count
      WHERE outcome = old.outcome AND reason = old.reason;
    END;

    -- Why the run of a slot that waits will begin; NULL is schedule.
    ALTER TABLE slot ADD COLUMN trigger TEXT;
    """
}
