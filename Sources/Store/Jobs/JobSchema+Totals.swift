extension JobSchema {
  /// What is counted for good: removing old runs takes nothing away from it.
  ///
  /// Kept by triggers, in the transaction that ends a run, so that no kill comes between. A sub-job
  /// counts for its root job. Sums stop below 2^63: SQLite would make them inexact there.
  static let totals = """
    CREATE TABLE run_total(
      job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
      trigger TEXT NOT NULL,
      result TEXT NOT NULL,
      runs INTEGER NOT NULL,
      duration_us INTEGER NOT NULL,
      copied INTEGER NOT NULL,
      copied_bytes INTEGER NOT NULL,
      skipped INTEGER NOT NULL,
      failed INTEGER NOT NULL,
      PRIMARY KEY(job, trigger, result)
    ) STRICT, WITHOUT ROWID;
    -- delay_us: from slots to the opening of their runs.
    CREATE TABLE job_total(
      job INTEGER PRIMARY KEY REFERENCES job(id) ON DELETE CASCADE,
      delay_us INTEGER NOT NULL DEFAULT 0,
      delayed INTEGER NOT NULL DEFAULT 0,
      success_us INTEGER
    ) STRICT;
    CREATE TABLE state_total(
      status TEXT NOT NULL,
      sub INTEGER NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY(status, sub)
    ) STRICT, WITHOUT ROWID;
    -- Jobs that have figures of their own.
    CREATE INDEX job_shown ON job(id)
      WHERE root IS NULL AND (last_run IS NOT NULL OR start_rule IS NOT NULL);

    CREATE TRIGGER run_begun AFTER INSERT ON run
    WHEN new.trigger = 'schedule' AND new.slot_us IS NOT NULL BEGIN
      INSERT INTO job_total(job, delay_us, delayed)
      VALUES (new.job, max(0, new.opened_us - new.slot_us), 1)
      ON CONFLICT(job) DO UPDATE SET delayed = delayed + 1,
        delay_us = min(9000000000000000000, delay_us + excluded.delay_us);
    END;
    CREATE TRIGGER run_ended AFTER UPDATE ON run
    WHEN old.ended_us IS NULL AND new.ended_us IS NOT NULL BEGIN
      INSERT INTO run_total
      SELECT root.id, new.trigger,
        CASE WHEN new.failing IS NULL THEN 'interrupted' WHEN new.failed > 0 THEN 'failed'
          WHEN new.total > new.copied THEN 'closed' ELSE 'succeeded' END,
        1, max(0, new.ended_us - new.opened_us), max(0, new.copied - new.skipped),
        max(0, new.copied_bytes - new.skipped_bytes), new.skipped, new.failed
      FROM job AS own JOIN job AS root ON root.id = coalesce(own.root, own.id)
      WHERE own.id = new.job
      ON CONFLICT(job, trigger, result) DO UPDATE SET runs = runs + 1,
        duration_us = min(9000000000000000000, duration_us + excluded.duration_us),
        copied = min(9000000000000000000, copied + excluded.copied),
        copied_bytes = min(9000000000000000000, copied_bytes + excluded.copied_bytes),
        skipped = min(9000000000000000000, skipped + excluded.skipped),
        failed = min(9000000000000000000, failed + excluded.failed);
    END;
    -- A run after which everything was where it should be, be it by its retries; then that is told
    -- by the run's own end, since what came to the source later is not in it.
    CREATE TRIGGER run_succeeded AFTER UPDATE ON run
    WHEN new.ended_us IS NOT NULL AND new.failing = 0 AND new.total <= new.copied + new.failed
      AND (old.ended_us IS NULL OR old.failing IS NOT 0) BEGIN
      INSERT INTO job_total(job, success_us)
      SELECT id, new.ended_us FROM job WHERE id = new.job AND root IS NULL
      ON CONFLICT(job) DO UPDATE SET
        success_us = max(coalesce(success_us, excluded.success_us), excluded.success_us);
    END;

    CREATE TRIGGER state_added AFTER INSERT ON job BEGIN
      INSERT INTO state_total VALUES (new.status, new.root IS NOT NULL, 1)
      ON CONFLICT(status, sub) DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER state_changed AFTER UPDATE ON job WHEN old.status <> new.status BEGIN
      UPDATE state_total SET count = count - 1
      WHERE status = old.status AND sub = (old.root IS NOT NULL);
      INSERT INTO state_total VALUES (new.status, new.root IS NOT NULL, 1)
      ON CONFLICT(status, sub) DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER state_removed AFTER DELETE ON job BEGIN
      UPDATE state_total SET count = count - 1
      WHERE status = old.status AND sub = (old.root IS NOT NULL);
    END;

    """
}
