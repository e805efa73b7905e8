import Foundation
import SQLite
import TestSupport
import Testing

@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: System.isRoot, System.needsRoot),
  .daemonLog)
struct UserTests {
  @Test("an ordinary user's daemon records what it may not read or write, and moves the rest")
  func refusedObjects() throws {
    try DaemonFixture.with("user") { fixture in
      try fixture.becomeOrdinary()
      try fixture.makePair()
      let source = fixture.folder + "/source"
      for name in ["good", "nested/good", "secret", "closed/inside", "full/one", "full/two"] {
        try Tree.write(source, Array(name.utf8), Array(name.utf8))
      }
      try Tree.write(fixture.folder + "/destination", Array("full/old".utf8), [1])
      try fixture.giveAway()
      // What belongs to root stays closed to it, whatever it tries.
      chown(source + "/secret", 0, 0)
      chmod(source + "/secret", 0)
      chown(source + "/closed", 0, 0)
      chmod(source + "/closed", 0)
      chown(fixture.folder + "/destination/full", 0, 0)
      chmod(fixture.folder + "/destination/full", 0o555)
      try fixture.start()

      let said = try fixture.ferry("start-job", "job", "--wait", "--json")
      #expect(said.status == 2, "\(said)")
      let end = try fixture.newest()
      #expect(end["Status"].text == "IMPORT_JOB_FINISHED")
      // secret, closed/, full/one and full/two; the folder full/ cannot be set right either.
      #expect(end["FailedCount"].number == 5, "\(said)")
      #expect(
        end["TotalCount"].number == end["CopiedCount"].number + end["FailedCount"].number)
      #expect(try fixture.ferry("list-job-history", "job").out.contains("5"))
      let failures = try fixture.rows(
        "SELECT key, code, text FROM failure ORDER BY key", of: fixture.ledgers + "/1-1.db"
      ) { row in
        "\(String(decoding: row.blob(0), as: UTF8.self)) \(row.text(1)): \(row.text(2))"
      }
      let beginnings = [
        "closed/ PermissionDenied: open source", "full/ PermissionDenied: ",
        "full/one PermissionDenied: create destination",
        "full/two PermissionDenied: create destination", "secret PermissionDenied: open source",
      ]
      #expect(failures.count == beginnings.count, "\(failures)")
      for (failure, beginning) in zip(failures, beginnings) {
        #expect(failure.hasPrefix(beginning))
        #expect(failure.contains("EACCES") || failure.contains("EPERM"), "\(failure)")
      }
      for name in ["good", "nested/good"] {
        #expect(try Texts.read(fixture.folder + "/destination/" + name) == name)
      }
      #expect(try Tree.temporaries(fixture.folder + "/destination") == [])
    }
  }

  @Test("a source that is missing pauses the run with a word; made, a start goes on")
  func missingSource() throws {
    try DaemonFixture.with("missing") { fixture in
      try fixture.becomeOrdinary()
      try fixture.makePair()
      try Tree.write(fixture.folder + "/destination", Array("old".utf8), [1])
      let source = fixture.folder + "/source"
      #expect(rmdir(source) == 0)
      try fixture.giveAway()
      try fixture.start()
      let said = try fixture.ferry("start-job", "job", "--wait")
      #expect(said.status == 1)
      #expect(said.err.contains(source), "\(said)")
      #expect(try fixture.status() == "SUSPEND")
      let status = try fixture.ferry("status")
      #expect(status.status == 0)
      #expect(status.out.contains("Attention"))
      #expect(status.out.contains("job: The source folder \(source)"), "\(status)")
      let attention = try fixture.ferry("status", "--json").data["Attention"][0]
      #expect(attention["JobName"].text == "job")
      // A start without a change says the same again.
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 1)

      try Tree.write(try fixture.makeFolder("source"), Array("new".utf8), [2])
      try fixture.done("start-job", "job", "--wait")
      let end = try fixture.newest()
      #expect(end["Status"].text == "IMPORT_JOB_FINISHED")
      #expect(end["TotalCount"].number == 1)
      #expect(try fixture.number("SELECT count(*) FROM run") == 1)
      #expect(try fixture.ferry("status", "--json").data["Attention"].array.isEmpty)
      let names = try FileManager.default.contentsOfDirectory(
        atPath: fixture.folder + "/destination")
      #expect(Set(names) == ["old", "new"])
    }
  }

  @Test("a stranger may not use the socket: exit 77, and what to do")
  func stranger() throws {
    try DaemonFixture.with("stranger") { fixture in
      try fixture.becomeOrdinary()
      try fixture.makePair()
      try fixture.giveAway()
      try fixture.start()
      chmod(fixture.folder, 0o755)
      let other = ["/usr/bin/setpriv", "--reuid=65533", "--regid=65533", "--clear-groups"]
      for words in [["status"], ["start-job", "job"]] {
        let said = try fixture.ferry(words, prefix: other)
        #expect(said.status == 77, "\(said)")
        #expect(said.err.contains("group ferry"))
      }
      // Let in by the socket's mode, a stranger may look and change nothing.
      chmod(fixture.socket, 0o666)
      try fixture.done("status", prefix: other)
      for words in [
        ["start-job", "job"], ["delete-address", "src", "--force"],
        ["create-address", "new", "--address-type=local", "--prefix=/srv/"],
        ["update-qos", "job", "--max-bandwidth=1", "--max-qps=1"], ["verify-address", "src"],
      ] {
        let said = try fixture.ferry(words + ["--json"], prefix: other)
        #expect(said.status == 77, "\(words): \(said)")
        #expect(said.json["ErrorCode"].text == "AccessDenied")
        #expect(said.json["StatusCode"].number == 403)
      }
      #expect(try fixture.status() == "BEGIN")
    }
  }

  @Test("without flags a user's daemon keeps to the user's own folders")
  func ownFolders() throws {
    try DaemonFixture.with("xdg") { fixture in
      try fixture.becomeOrdinary()
      try fixture.giveAway()
      let child = try Child(
        fixture.prefix + ["\(fixture.binaries)/ferryd"],
        environment: ["HOME": fixture.folder, "XDG_RUNTIME_DIR": fixture.folder + "/own"],
        output: fixture.log, errors: fixture.log)
      let socket = fixture.folder + "/own/ferry/ferryd.sock"
      #expect(eventually(10) { access(socket, F_OK) == 0 })
      #expect(access(fixture.folder + "/.local/state/ferry/ferry.db", F_OK) == 0)
      try fixture.done("status", "--socket", socket, prefix: fixture.prefix)
      child.send(SIGINT)
      #expect(child.wait(seconds: 5) == 0)
    }
  }
}

extension DaemonFixture {
  /// From now on the daemon is one of user 65534.
  func becomeOrdinary() throws {
    prefix = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    // Where that user can reach them. By cp(1): a descriptor of ours that is open for writing would
    // be in every child that another test starts just then, and a file being written cannot run.
    let own = try makeFolder("bin")
    try run(["/bin/cp", "\(binaries)/ferryd", "\(binaries)/ferry", own])
    binaries = own
  }

  /// Gives all that is there to the user.
  func giveAway() throws {
    try run(["/bin/chown", "-R", "65534:65534", folder])
  }
}
