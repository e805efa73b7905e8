import Glibc
import Migration
import Platform
import Store
import Wire

/// The verb that saves the state: the daemon makes it, this process writes it where its user may.
extension Session {
  func backup() throws(Failure) -> Answer {
    let request = ControlRequest("POST", "backup")
    guard name != "-" else { return try backupToOutput(request) }
    let isForced = invocation.isSet("force")
    var facts = stat()
    if stat(name, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR {
      throw Self.unwritten("\(name) is a folder; name a file in it")
    }
    // The link itself, which would be replaced.
    if lstat(name, &facts) == 0, !isForced { throw Self.isThere(name) }
    let file = try begin(name)
    let size = try receive(request, into: file)
    // Read again from the file: that is what a restore will have.
    let summary = try Self.look(at: file.temporary)
    try commit(file, replacing: isForced)
    if !isJSON { for warning in Self.warnings(summary) { console.warn(warning) } }
    return Answer(data: Self.data(summary, name, size).text, lines: lines(summary, size))
  }

  private func begin(_ path: String) throws(Failure) -> PendingFile {
    do {
      return try PendingFile(for: path)
    } catch {
      throw Self.unwritten("\(error)")
    }
  }

  private func receive(
    _ request: ControlRequest, into file: borrowing PendingFile
  ) throws(Failure) -> Int {
    try client.stream(request) { (bytes) throws(Failure) in
      do {
        try file.append(bytes)
      } catch {
        throw Self.unwritten("\(error)")
      }
    }
  }

  private static func look(at path: String) throws(Failure) -> BackupSummary {
    do {
      return try BackupFile(path).summary
    } catch {
      throw unwritten(error.description)
    }
  }

  private func commit(_ file: consuming PendingFile, replacing: Bool) throws(Failure) {
    do {
      try file.commit(replacing: replacing)
    } catch {
      throw error.code == EEXIST ? Self.isThere(name) : Self.unwritten("\(error)")
    }
  }

  /// The daemon has looked through it; here it is known to be as long as that said.
  private func backupToOutput(_ request: ControlRequest) throws(Failure) -> Answer {
    guard isatty(STDOUT_FILENO) == 0 else {
      throw Failure.usage(UsageError("a backup is not for a terminal; name a file"))
    }
    _ = try client.stream(request) { (bytes) throws(Failure) in
      guard Console.write(bytes, to: STDOUT_FILENO) else {
        throw Self.unwritten("nobody reads it to its end")
      }
    }
    console.warn(Self.keyNote)
    return Answer(lines: [], isTold: true)
  }

  private func lines(_ summary: BackupSummary, _ size: Int) -> [String] {
    [
      "\(name): \(SizeText.bytes(Int64(size))), \(SizeText.count(summary.jobs)) jobs, "
        + "\(SizeText.count(summary.runs)) runs, \(SizeText.count(summary.failures)) failed objects "
        + "of \(SizeText.count(summary.ledgers)) runs; looked through and found whole",
      "'ferryd --restore \(name)' restores it. \(Self.keyNote)",
    ]
  }

  private static let keyNote =
    "Not in it: the key of stored secrets, secret.key in the state folder; keep a copy of it apart."

  private static func warnings(_ summary: BackupSummary) -> [String] {
    var warnings: [String] = []
    if summary.damaged > 0 {
      warnings.append(
        "warning: \(summary.damaged) rows of the state itself are damaged, and are so in the backup; "
          + "'ferry status' names the jobs")
    }
    if summary.leftOut > 0 {
      warnings.append(
        "warning: the lists of failed objects of \(summary.leftOut) runs could not be read and are "
          + "left out: after a restore these runs cannot be retried")
    }
    return warnings
  }

  private static func data(_ summary: BackupSummary, _ name: String, _ size: Int) -> JSONValue {
    [
      "File": .string(name), "Size": .integer(Int64(size)),
      "Made": .string(ISOTime.text(summary.made)), "Jobs": .integer(summary.jobs),
      "Runs": .integer(summary.runs), "FailureLists": .integer(summary.ledgers),
      "FailedObjects": .integer(summary.failures), "LeftOut": .integer(summary.leftOut),
      "Damaged": .integer(summary.damaged), "SecretKeyIncluded": .bool(false),
    ]
  }

  private static func isThere(_ name: String) -> Failure {
    .local(
      code: RefusalCode.invalidArgument.word,
      message: "\(name) is there already; --force replaces it")
  }

  private static func unwritten(_ message: String) -> Failure {
    .local(code: RefusalCode.invalidArgument.word, message: "no backup was written: \(message)")
  }
}
