import Calendar
import Doctor
import Engine
import Glibc
import Migration
import Platform
import Store
import Wire

extension Examiner {
  /// How long the file is looked through, and then its rows, in seconds.
  private static let patience = 5
  /// A log that is longer was kept from shrinking by somebody who reads for long.
  private static let longLog: Int64 = 256 << 20

  private var databasePath: String { arguments.state + "/ferry.db" }

  /// The main database: its schema, its pages, its rows, its log.
  var database: Check {
    Check("database", patience: 4 * Self.patience) { [path = databasePath] check in
      do throws(StoreFailure) {
        // A connection of its own: the looks of others do not wait for it.
        let store = try JobDatabase(reading: path)
        let version = try store.schemaVersion()
        let problems = try store.quickCheck(within: Self.patience)
        let end = MonotonicTime.now().advanced(
          byNanoseconds: Int64(Self.patience) * 1_000_000_000)
        let rows = try store.damagedRows { MonotonicTime.now() > end }
        return Self.findings(check, path, version, problems, rows) + Self.log(check, path)
      } catch {
        return [
          FindingView(
            .problem, check, "it cannot be read: \(error.message)", at: path,
            remedy: Self.restore)
        ]
      }
    }
  }

  private static func findings(
    _ check: String, _ path: String, _ version: Int64, _ problems: [String]?,
    _ rows: (damage: [String], isWhole: Bool)
  ) -> [FindingView] {
    var findings = ((problems ?? []) + rows.damage).prefix(5).map {
      FindingView(.problem, check, $0, at: path, remedy: restore)
    }
    if version != JobDatabase.newestSchema {
      findings.append(
        FindingView(
          .problem, check,
          "its schema is \(version), this version's is \(JobDatabase.newestSchema)", at: path,
          remedy: "restart ferryd, which brings it to its own"))
    }
    guard findings.isEmpty else { return findings }
    let isWhole = problems != nil && rows.isWhole
    return [
      FindingView(
        .ok, check,
        isWhole
          ? "no damage, schema \(version)"
          : "no damage in what \(2 * patience) s were enough for, schema \(version); the whole file "
            + "is looked through after an unclean stop", at: path)
    ]
  }

  private static let restore =
    "stop ferryd, then 'ferryd --restore FILE' takes the state of a backup"

  /// The write-ahead log beside the database.
  private static func log(_ check: String, _ path: String) -> [FindingView] {
    var facts = stat()
    guard stat(path + "-wal", &facts) == 0, Int64(facts.st_size) > longLog else { return [] }
    return [
      FindingView(
        .warning, check, "its log has grown to \(SizeText.bytes(Int64(facts.st_size)))",
        at: path + "-wal",
        remedy: "end what reads the database for long: 'fuser \(path)'; a restart shrinks it")
    ]
  }

  /// Records that lie in the future: the clock was ahead, or is behind now.
  var clockOfRecords: Check {
    Check("records") { [reader] check in
      do throws(Refusal) {
        let newest = try reader.read { (store) throws(StoreFailure) in try store.newestRecord() }
        let now = WallClock.now()
        guard let newest, newest.microseconds - now.microseconds > 60_000_000 else {
          return [FindingView(.ok, check, "no run was recorded later than now")]
        }
        return [
          FindingView(
            .warning, check,
            "the newest run was recorded at \(ISOTime.text(newest)), and it is "
              + "\(ISOTime.text(now)): the clock was ahead then, or is behind now",
            remedy: "set the clock right; starts that have their outcome are not made again")
        ]
      } catch {
        return [FindingView(.problem, check, error.message)]
      }
    }
  }

  /// Room for the state, and whether it can be used.
  var space: Check {
    Check("space", patience: 10) { [arguments] check in
      let findings = Space.findings(of: arguments.state, check, use: "the state folder")
      guard let problem = StateProbe.problem(writing: arguments.state) else { return findings }
      return [
        FindingView(
          .problem, check, problem, at: arguments.state,
          remedy: "until then nothing starts, and what goes on waits")
      ] + findings
    }
  }

  /// The ledgers of runs: how many there are, and those that nobody knows.
  var ledgerFolder: Check {
    Check("ledgers", patience: 10) { [ledgers, reader] check in
      do {
        let end = MonotonicTime.now().advanced(byNanoseconds: 5_000_000_000)
        var (size, count, orphans, isWhole) = (Int64(0), 0, 0, true)
        for name in try FolderNames.read(ledgers.path) {
          guard MonotonicTime.now() < end else {
            isWhole = false
            break
          }
          var facts = stat()
          guard lstat("\(ledgers.path)/\(name)", &facts) == 0 else { continue }
          count += 1
          size += Int64(facts.st_blocks) * 512
          guard let (job, run) = LedgerFolder.identity(name) else { continue }
          let isKnown = try reader.read { (store) throws(StoreFailure) in
            try store.run(run, of: job) != nil
          }
          if !isKnown { orphans += 1 }
        }
        let text =
          "\(isWhole ? "" : "more than ")\(SizeText.count(Int64(count))) files, "
          + SizeText.bytes(size)
        guard orphans > 0 else { return [FindingView(.ok, check, text, at: ledgers.path)] }
        return [
          FindingView(
            .warning, check,
            "\(text); \(orphans) of them are of runs that are not recorded, as a crash leaves them",
            at: ledgers.path, remedy: "the next start of ferryd removes them")
        ]
      } catch {
        return [FindingView(.problem, check, "\(error)", at: ledgers.path)]
      }
    }
  }

  /// Whether somebody ends a daemon that hangs.
  var watchdog: Check {
    Check("watchdog") { check in
      if let interval = ServiceNotify().watchdogInterval {
        let length = AgeText.text(microseconds: Int64(clamping: interval))
        return [FindingView(.ok, check, "systemd ends a ferryd that hangs for \(length)")]
      }
      guard getenv("INVOCATION_ID") != nil else {
        return [
          FindingView(.ok, check, "ferryd was not started by systemd: nobody watches over it")
        ]
      }
      return [
        FindingView(
          .warning, check, "systemd does not watch over ferryd: one that hangs stays so",
          remedy: "WatchdogSec=30 by 'systemctl edit ferryd', then restart it")
      ]
    }
  }
}
