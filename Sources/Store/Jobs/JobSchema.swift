import SQLite

/// The main database, step by step; a released step never changes.
enum JobSchema {
  /// Marks the file as ferry's: "frry" in ASCII.
  static let applicationID: Int32 = 0x6672_7279

  static let migrations = Migrations(
    applicationID: applicationID,
    [.init(1, first + "\n" + totals + "\n" + access), .init(2, second)])

  /// The tables of version 1.
  ///
  /// Columns `…_us` are microseconds since 1970, UTC. `checksum` covers the other columns of its
  /// row in their order (`RowChecksum`).
  private static let first = """
    CREATE TABLE address(
      name TEXT PRIMARY KEY,
      version TEXT NOT NULL UNIQUE,
      type TEXT NOT NULL,
      prefix TEXT NOT NULL,
      bucket TEXT,
      region TEXT,
      domain TEXT,
      path_style INTEGER,
      rclone_options TEXT,
      authority TEXT,
      access_id TEXT,
      -- file, credential or sealed; a secret itself is here encrypted only.
      secret_source TEXT,
      secret_name TEXT,
      secret_sealed BLOB,
      -- The list that names the objects, and where it and they are.
      inventory TEXT,
      data_type TEXT,
      reaches_private INTEGER,
      list_type TEXT,
      list_bucket TEXT,
      list_region TEXT,
      list_domain TEXT,
      list_path_style INTEGER,
      list_rclone_options TEXT,
      list_authority TEXT,
      list_access_id TEXT,
      list_secret_source TEXT,
      list_secret_name TEXT,
      list_secret_sealed BLOB,
      origin TEXT NOT NULL,
      tags TEXT NOT NULL,
      created_us INTEGER NOT NULL,
      modified_us INTEGER NOT NULL,
      require_mount INTEGER NOT NULL,
      mount TEXT,
      verified_us INTEGER,
      problem_code TEXT,
      problem_text TEXT,
      checksum INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE job(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL UNIQUE,
      version TEXT NOT NULL UNIQUE,
      source TEXT NOT NULL,
      destination TEXT NOT NULL,
      overwrite TEXT NOT NULL,
      verify TEXT NOT NULL,
      keeps_modified INTEGER NOT NULL,
      keeps_owner INTEGER NOT NULL,
      keeps_attributes INTEGER NOT NULL,
      converts_links INTEGER NOT NULL,
      file_mode INTEGER,
      folder_mode INTEGER,
      storage_class TEXT,
      keeps_storage_class INTEGER NOT NULL,
      prefixes BLOB NOT NULL,
      include_keys TEXT NOT NULL,
      exclude_keys TEXT NOT NULL,
      include_modified TEXT NOT NULL,
      exclude_modified TEXT NOT NULL,
      excludes_folders INTEGER NOT NULL,
      excludes_symlinks INTEGER NOT NULL,
      bits_per_second INTEGER NOT NULL,
      objects_per_second INTEGER NOT NULL,
      throttle_windows TEXT NOT NULL,
      throttle_by_hand INTEGER NOT NULL,
      start_rule TEXT,
      suspend_rule TEXT,
      time_zone TEXT NOT NULL,
      max_count INTEGER,
      catch_up TEXT NOT NULL,
      catch_up_window_us INTEGER NOT NULL,
      overlap TEXT NOT NULL,
      jitter_us INTEGER NOT NULL,
      not_before_us INTEGER,
      not_after_us INTEGER,
      min_interval_us INTEGER NOT NULL,
      max_run_time_us INTEGER,
      retry_auto INTEGER NOT NULL,
      retry_depth INTEGER NOT NULL,
      retry_first_us INTEGER NOT NULL,
      retry_longest_us INTEGER NOT NULL,
      keep_runs INTEGER NOT NULL,
      keep_days INTEGER NOT NULL,
      log_mode TEXT NOT NULL,
      enabled INTEGER NOT NULL,
      tags TEXT NOT NULL,
      origin TEXT NOT NULL,
      parent INTEGER,
      parent_run INTEGER,
      root INTEGER,
      root_run INTEGER,
      depth INTEGER,
      automatic INTEGER,
      retired INTEGER NOT NULL,
      status TEXT NOT NULL,
      run INTEGER,
      pause TEXT,
      reason TEXT,
      since_us INTEGER NOT NULL,
      last_run INTEGER,
      schedule_spent INTEGER NOT NULL,
      watermark_us INTEGER NOT NULL,
      queued_us INTEGER,
      turn INTEGER,
      ran_us INTEGER NOT NULL,
      note TEXT NOT NULL,
      created_us INTEGER NOT NULL,
      modified_us INTEGER NOT NULL,
      checksum INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX job_pair ON job(source, destination);
    CREATE INDEX job_destination ON job(destination);
    -- Only what is going on: start-up time does not grow with the number of jobs.
    -- turn: the order of those that wait for a place, which no step of the clock changes.
    CREATE INDEX job_unsettled ON job(status, turn, id) WHERE status IN (
      'IMPORT_JOB_LAUNCHING', 'IMPORT_JOB_PREPARING', 'IMPORT_JOB_DOING', 'IMPORT_JOB_CLOSING',
      'IMPORT_JOB_DELETING');
    CREATE INDEX job_parent ON job(parent, id) WHERE parent IS NOT NULL;
    CREATE INDEX job_family ON job(root, root_run, id) WHERE root IS NOT NULL;
    CREATE INDEX job_attention ON job(id) WHERE reason IS NOT NULL;
    -- A schedule that a clock ahead took to be over is found again.
    CREATE INDEX job_ending ON job(id, not_after_us) WHERE not_after_us IS NOT NULL;

    CREATE TABLE run(
      job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      trigger TEXT NOT NULL,
      slot_us INTEGER,
      input_job INTEGER,
      input_run INTEGER,
      source TEXT NOT NULL,
      destination TEXT NOT NULL,
      opened_us INTEGER NOT NULL,
      ended_us INTEGER,
      total INTEGER NOT NULL,
      total_bytes INTEGER NOT NULL,
      copied INTEGER NOT NULL,
      copied_bytes INTEGER NOT NULL,
      skipped INTEGER NOT NULL,
      skipped_bytes INTEGER NOT NULL,
      failed INTEGER NOT NULL,
      listed INTEGER NOT NULL,
      failing INTEGER,
      retryable INTEGER,
      checksum INTEGER NOT NULL,
      PRIMARY KEY(job, number),
      UNIQUE(job, slot_us)
    ) STRICT, WITHOUT ROWID;

    -- One row per status change. The counts are those known when it ended, NULL if none were.
    CREATE TABLE commits(
      job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      run INTEGER NOT NULL,
      status TEXT NOT NULL,
      operator TEXT NOT NULL,
      message TEXT NOT NULL,
      started_us INTEGER NOT NULL,
      ended_us INTEGER,
      total INTEGER,
      total_bytes INTEGER,
      copied INTEGER,
      copied_bytes INTEGER,
      skipped INTEGER,
      skipped_bytes INTEGER,
      failed INTEGER,
      listed INTEGER,
      PRIMARY KEY(job, number)
    ) STRICT, WITHOUT ROWID;

    -- What became of each slot; consecutive skipped ones of one reason share a row. A slot that
    -- waits for the end of a run is 'queued' until that is known. told: how many of a row's slots
    -- the log knows of; it is told of the first ones, and of the sum when the stretch has ended.
    CREATE TABLE slot(
      job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
      first_us INTEGER NOT NULL,
      last_us INTEGER NOT NULL,
      count INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      reason TEXT,
      run INTEGER,
      told INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY(job, first_us)
    ) STRICT, WITHOUT ROWID;

    -- How many slots of a job ended in each way; kept with every row of slot.
    CREATE TABLE slot_count(
      job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
      outcome TEXT NOT NULL,
      reason TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY(job, outcome, reason)
    ) STRICT, WITHOUT ROWID;

    -- The timer queue: every future event, and nothing else wakes the loop.
    CREATE TABLE due(
      job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
      kind TEXT NOT NULL,
      at_us INTEGER NOT NULL,
      PRIMARY KEY(job, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX due_at ON due(at_us, job, kind);
    -- What starts next, whatever else is due before it.
    CREATE INDEX due_start ON due(at_us, job) WHERE kind = 'start';

    CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    """
}
