import CLinux
import Glibc
public import Platform
import Wire

// What is asked of the machine itself.

extension Check {
  /// Whether the clock is kept right by somebody: schedules go by it.
  public static let clock = Check("clock") { check in
    var error: Int64 = 0
    let state = ferry_clock_state(&error)
    // Where the call is not allowed, systemd-timesyncd leaves a file.
    let isSynchronized = state == 0 || access("/run/systemd/timesync/synchronized", F_OK) == 0
    if isSynchronized { return [FindingView(.ok, check, "the clock is synchronised")] }
    guard state > 0 else {
      return [FindingView(.ok, check, "whether the clock is synchronised cannot be told here")]
    }
    return [
      FindingView(
        .warning, check, "the clock is not synchronised: schedules go by it, right or wrong",
        remedy: "'timedatectl' shows why; 'timedatectl set-ntp true' lets systemd keep it right")
    ]
  }

  /// Whether what ferryd logs outlives a reboot.
  public static let journal = Check("journal") { check in
    guard access("/run/systemd/system", F_OK) == 0 else {
      return [
        FindingView(.ok, check, "systemd does not run here: ferryd logs to standard error")
      ]
    }
    guard access("/run/systemd/journal/socket", F_OK) == 0 else {
      return [
        FindingView(
          .problem, check, "the journal cannot be reached", at: "/run/systemd/journal/socket",
          remedy: "systemctl start systemd-journald.socket systemd-journald")
      ]
    }
    guard access("/var/log/journal", F_OK) == 0 else {
      return [
        FindingView(
          .warning, check, "the journal is kept in memory: after a reboot nothing of it is left",
          remedy: "mkdir /var/log/journal && systemctl restart systemd-journald")
      ]
    }
    return [FindingView(.ok, check, "the journal is kept", at: "/var/log/journal")]
  }

  /// Whether the data of time zones are there, and which.
  public static func zoneData(_ zones: ZoneFiles) -> Check {
    Check("tzdata") { check in
      do {
        _ = try zones.rules(named: "Europe/Berlin")
      } catch {
        return [
          FindingView(
            .problem, check, "the data of time zones are missing: \(error)", at: zones.folder,
            remedy: "apt-get install tzdata")
        ]
      }
      let version = zoneVersion(in: zones.folder)
      return [
        FindingView(
          .ok, check, "time zones are those of \(version ?? "an unnamed release")",
          at: zones.folder)
      ]
    }
  }

  /// The release, which the text form of the data begins with: `# version 2026b`.
  static func zoneVersion(in folder: String) -> String? {
    guard let bytes = try? FileText.read(folder + "/tzdata.zi", limit: 1 << 20) else { return nil }
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    let words = line.split(separator: " ")
    guard words.count == 3, words[0] == "#", words[1] == "version" else { return nil }
    return String(words[2])
  }

  /// Whether this process may hold as many files as runs need.
  public static let openFiles = Check("limits") { check in
    let most = sysconf(Int32(_SC_OPEN_MAX))
    guard most > 0, most < 8_192 else {
      return [FindingView(.ok, check, "the daemon may hold \(most) files open")]
    }
    return [
      FindingView(
        .warning, check,
        "the daemon may hold \(most) files open only; a run keeps folders open for "
          + "each of its workers and on both sides",
        remedy: "LimitNOFILE=65536 by 'systemctl edit ferryd', or 'ulimit -n 65536' before ferryd")
    ]
  }
}
