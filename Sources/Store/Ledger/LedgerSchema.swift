import SQLite

/// The tables of a run's ledger.
///
/// - `meta`: one row about the run and the listing; `sealed` says that all is done and on the disk,
///   and the roots are the inode numbers of the folders that the run began with.
/// - `batch`: state 0 planned, 1 claimed, 2 done, 3 durable; `done` numbers the batches in the order
///   in which they were done; `retest` says that objects may be at the destination already.
/// - `failure`: `batch` is the batch it belongs to, 0 for the listing, -1 for the folders, -2 for
///   what only a retry has found; `recovered` says that a retry has moved it since; `unlisted` is
///   for a folder whose content is not known.
/// - `folder`: state 0 open, 1 done, 2 failed.
/// - `recovery`: in a retry's ledger, objects that need no copy any more; `if_sealed` is for those
///   that stand for more than themselves, so that they count only when the run has done all.
/// - `list`: the files of the inventory that the run began with, the manifest first; its rows are
///   what `cursor` speaks of then.
/// - `upload`: the objects that are moved in parts; `source` is what the object was when it began,
///   `name` the store's name for it, or for an object that is written into a file what tells that file
///   from others; `part` has the parts that are there, with the store's tags and their sums.
/// - `url`: by what the objects of a list of URLs are got; of an ended run, those that failed.
/// - `retry`: in a root run's ledger, how much of each retry's outcome is written into it; `again`
///   says that it was written before, while the retry had not done all (`sealed`).
enum LedgerSchema {
  /// "FeLe", so that `file` and a careless hand can tell whose file it is.
  static let applicationID: Int32 = 0x4665_4C65

  static let migrations = Migrations(
    applicationID: applicationID,
    [
      .init(
        1,
        """
        CREATE TABLE meta (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          token TEXT NOT NULL,
          job TEXT NOT NULL,
          run INTEGER NOT NULL,
          boot TEXT NOT NULL DEFAULT '',
          cursor BLOB,
          listed INTEGER NOT NULL DEFAULT 0,
          settled INTEGER NOT NULL DEFAULT 0,
          total INTEGER NOT NULL DEFAULT 0,
          total_bytes INTEGER NOT NULL DEFAULT 0,
          skipped INTEGER NOT NULL DEFAULT 0,
          skipped_bytes INTEGER NOT NULL DEFAULT 0,
          folders_copied INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE batch (
          id INTEGER PRIMARY KEY,
          state INTEGER NOT NULL DEFAULT 0,
          retest INTEGER NOT NULL DEFAULT 0,
          done INTEGER,
          claimed_us INTEGER,
          objects INTEGER NOT NULL,
          bytes INTEGER NOT NULL,
          copied INTEGER NOT NULL DEFAULT 0,
          copied_bytes INTEGER NOT NULL DEFAULT 0,
          skipped INTEGER NOT NULL DEFAULT 0,
          skipped_bytes INTEGER NOT NULL DEFAULT 0,
          packed BLOB
        ) STRICT;
        CREATE INDEX batch_state ON batch (state, id);
        CREATE TABLE failure (
          key BLOB PRIMARY KEY,
          batch INTEGER NOT NULL,
          kind INTEGER NOT NULL,
          size INTEGER NOT NULL,
          modified_ns INTEGER NOT NULL,
          code TEXT NOT NULL,
          text TEXT NOT NULL,
          attempts INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX failure_batch ON failure (batch);
        CREATE TABLE folder (
          key BLOB PRIMARY KEY,
          mode INTEGER NOT NULL,
          modified_ns INTEGER NOT NULL,
          counted INTEGER NOT NULL,
          state INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        """),
      .init(
        2,
        """
        ALTER TABLE meta ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE meta ADD COLUMN source_root INTEGER;
        ALTER TABLE meta ADD COLUMN destination_root INTEGER;
        """),
      .init(
        3,
        """
        ALTER TABLE failure ADD COLUMN recovered INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE failure ADD COLUMN unlisted INTEGER NOT NULL DEFAULT 0;
        UPDATE failure SET unlisted = 1 WHERE kind = 1 AND batch = 0;
        CREATE TABLE recovery (
          key BLOB PRIMARY KEY,
          kind INTEGER NOT NULL,
          size INTEGER NOT NULL,
          modified_ns INTEGER NOT NULL,
          if_sealed INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE retry (
          job TEXT NOT NULL,
          run INTEGER NOT NULL,
          sealed INTEGER NOT NULL,
          again INTEGER NOT NULL,
          step INTEGER NOT NULL,
          batch INTEGER NOT NULL,
          key BLOB NOT NULL,
          PRIMARY KEY (job, run)
        ) STRICT, WITHOUT ROWID;
        """),
      .init(
        4,
        """
        CREATE TABLE list (
          number INTEGER PRIMARY KEY,
          path TEXT NOT NULL,
          size INTEGER NOT NULL,
          modified_ns INTEGER NOT NULL,
          inode INTEGER NOT NULL
        ) STRICT;
        """),
      .init(
        5,
        """
        CREATE TABLE upload (
          id INTEGER PRIMARY KEY,
          key BLOB NOT NULL UNIQUE,
          name TEXT NOT NULL,
          source TEXT NOT NULL,
          part_bytes INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE part (
          upload INTEGER NOT NULL REFERENCES upload ON DELETE CASCADE,
          number INTEGER NOT NULL,
          tag TEXT NOT NULL,
          PRIMARY KEY (upload, number)
        ) STRICT, WITHOUT ROWID;
        """),
      .init(
        6,
        """
        CREATE TABLE url (
          key BLOB PRIMARY KEY,
          url BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """),
    ])
}
