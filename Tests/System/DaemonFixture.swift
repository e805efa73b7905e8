import Foundation
import SQLite
import TestSupport
import Testing

/// A private ferryd in folders of its own, and the command line that talks to it.
final class DaemonFixture {
  /// The log of the daemon that the present test has, for its failures.
  @TaskLocal static var currentLog: String?

  let folder: String
  let etc: String
  let log: String
  var state: String
  var socket: String
  /// Words before the program: to run it as another user.
  var prefix: [String] = []
  /// Further variables of the daemon.
  var environment: [String: String] = [:]
  /// The folder of the programs.
  var binaries = System.binaries
  private(set) var daemon: Child?
  private var calls = 0

  var ledgers: String { state + "/ledgers" }
  var database: String { state + "/ferry.db" }

  private init(_ folder: String) throws {
    self.folder = folder
    etc = folder + "/etc"
    state = folder + "/state"
    socket = folder + "/run/ferryd.sock"
    log = folder + "/ferryd.log"
    for part in ["/etc", "/etc/addresses.d", "/etc/jobs.d", "/out"] {
      try FileManager.default.createDirectory(
        atPath: folder + part, withIntermediateDirectories: true)
    }
    try Texts.write("", to: log)
  }

  /// Lends a fixture; whatever runs and lies there is gone afterwards.
  static func with(_ name: String, _ body: (DaemonFixture) throws -> Void) throws {
    try Scratch.with(name) { folder in
      let fixture = try DaemonFixture(folder)
      defer {
        fixture.daemon?.kill()
        // Paths that are too long for other means.
        _ = try? fixture.run(["/bin/rm", "-rf", folder + "/source", folder + "/destination"])
      }
      try $currentLog.withValue(fixture.log) { try body(fixture) }
    }
  }

  // MARK: - Configuration

  /// Makes a folder inside the fixture's.
  func makeFolder(_ name: String) throws -> String {
    let path = folder + "/" + name
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  /// Folders `source` and `destination` with addresses `src` and `dst`, and job `job`.
  func makePair(job: String = "job", _ more: String = "") throws {
    try writeAddress("src", try makeFolder("source"))
    try writeAddress("dst", try makeFolder("destination"))
    try writeJob(job, from: "src", to: "dst", more)
  }

  func writeAddress(_ name: String, _ path: String) throws {
    try Texts.write(
      "[Address]\nType=local\nPrefix=\(path)/\n", to: "\(etc)/addresses.d/\(name).address")
  }

  func writeJob(_ name: String, from: String, to: String, _ more: String = "") throws {
    let text = """
      [Job]
      Source=\(from)
      Destination=\(to)
      OverwriteMode=always
      TransferMode=lastmodified

      """
    try Texts.write(text + more + "\n", to: "\(etc)/jobs.d/\(name).job")
  }

  // MARK: - The daemon

  var daemonWords: [String] {
    prefix + ["\(binaries)/ferryd", "--config", etc, "--state", state, "--socket", socket]
  }

  /// Starts the daemon without waiting for anything.
  func launch(_ more: [String] = [], log: String? = nil) throws -> Child {
    var variables = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder]
    variables.merge(environment) { $1 }
    return try Child(
      daemonWords + more, environment: variables, output: log ?? self.log,
      errors: log ?? self.log)
  }

  /// Starts the daemon as this fixture's, without waiting for its socket.
  @discardableResult
  func startUnwaited() throws -> Child {
    unlink(socket)
    let child = try launch()
    daemon = child
    return child
  }

  /// Starts the daemon and waits until it answers.
  func start() throws {
    let child = try startUnwaited()
    let isUp = try eventually(20) {
      guard child.isRunning else { throw Problem("ferryd ended with \(child.status ?? -1)") }
      // A socket has a name before it takes calls.
      return access(socket, F_OK) == 0 && canConnect()
    }
    try #require(isUp, "ferryd made no socket in 20 s")
  }

  private func canConnect() -> Bool {
    let raw = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(raw) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socket.utf8) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(raw, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }

  /// Starts the daemon as one that is to end by itself.
  func startInVain(_ more: [String] = []) throws -> Said {
    let log = "\(folder)/out/vain-\(calls)"
    calls += 1
    let child = try launch(more, log: log)
    let status = child.wait(seconds: 20) ?? -1
    return Said(status: status, out: "", err: try Texts.read(log))
  }

  /// kill -9.
  func kill() {
    daemon?.kill()
  }

  /// SIGTERM.
  ///
  /// - Returns: The exit status, nil if it does not end in time.
  func stop(within limit: Double = 10) -> Int32? {
    daemon?.send(SIGTERM)
    return daemon?.wait(seconds: limit)
  }

  // MARK: - The command line

  /// What a program said.
  struct Said: CustomStringConvertible {
    let status: Int32
    let out: String
    let err: String

    var json: JSON { JSON(out) }
    var data: JSON { json["Data"] }
    var description: String { "exit \(status)\n\(out)\n\(err)" }
  }

  @discardableResult
  func ferry(_ words: String..., prefix: [String] = []) throws -> Said {
    try ferry(words, prefix: prefix)
  }

  @discardableResult
  func ferry(_ words: [String], prefix: [String] = []) throws -> Said {
    try run(prefix + ["\(binaries)/ferry"] + words)
  }

  /// A call of the command line that has to succeed.
  func done(
    _ words: String..., prefix: [String] = [], at place: SourceLocation = #_sourceLocation
  ) throws {
    let said = try ferry(words, prefix: prefix)
    #expect(said.status == 0, "\(words): \(said)", sourceLocation: place)
  }

  /// Runs any program to its end, at most a minute.
  @discardableResult
  func run(_ words: [String]) throws -> Said {
    let files = (out: "\(folder)/out/\(calls).out", err: "\(folder)/out/\(calls).err")
    calls += 1
    let child = try Child(
      words,
      environment: [
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "FERRY_SOCKET": socket,
      ],
      output: files.out, errors: files.err)
    let status = child.wait(seconds: 60) ?? -1
    return Said(
      status: status, out: try Texts.read(files.out), err: try Texts.read(files.err))
  }

  /// The wire's status of a job, without its `IMPORT_JOB_`; empty if there is none.
  func status(_ job: String = "job") throws -> String {
    let status = try ferry("get-job", job, "--json").data["Status"].text
    return String(status.dropFirst("IMPORT_JOB_".count))
  }

  /// Waits for a job's status.
  func wait(for status: String, of job: String = "job", seconds: Double = 30) throws -> Bool {
    try eventually(seconds) { try self.status(job) == status }
  }

  /// The newest record of a job's run.
  func newest(_ job: String = "job", run: Int = 1) throws -> JSON {
    try ferry("list-job-history", job, "--runtime-id", "\(run)", "--json").data["JobHistory"][0]
  }

  /// `diff -r`; an empty text if there is no difference.
  func diff(excluding: String? = nil, _ more: String...) throws -> String {
    var words = ["/usr/bin/diff", "-r", "--no-dereference"]
    if let excluding { words.append("--exclude=\(excluding)") }
    let said = try run(words + [folder + "/source", folder + "/destination"])
    return said.status == 0 ? "" : said.description
  }

  // MARK: - What is kept

  /// The first column of a query's rows, read from a copy of a database with its log.
  ///
  /// A copy, so that looking changes nothing of what a crash has left.
  func column(_ sql: String, of path: String? = nil) throws -> [SQLValue] {
    try rows(sql, of: path) { $0.value(0) }
  }

  /// Each row of a query made into a value, from a copy likewise.
  func rows<Value>(
    _ sql: String, of path: String? = nil, _ read: (borrowing Statement) -> Value
  ) throws -> [Value] {
    let path = path ?? database
    let copy = "\(folder)/out/copy-\(calls).db"
    calls += 1
    for ending in ["", "-wal"] where access(path + ending, F_OK) == 0 {
      try FileManager.default.copyItem(atPath: path + ending, toPath: copy + ending)
    }
    defer { for ending in ["", "-wal", "-shm"] { unlink(copy + ending) } }
    let database = try Database(copy)
    let statement = try database.prepare(sql)
    var values: [Value] = []
    while try statement.step() { values.append(read(statement)) }
    return values
  }

  func number(_ sql: String, of path: String? = nil) throws -> Int64? {
    guard case .integer(let number)? = try column(sql, of: path).first else { return nil }
    return number
  }

  func text(_ sql: String, of path: String? = nil) throws -> String? {
    guard case .text(let text)? = try column(sql, of: path).first else { return nil }
    return text
  }
}
