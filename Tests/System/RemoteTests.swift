import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: Peers.areThere, "\(Peers.how)"),
  .daemonLog)
struct RemoteTests {
  private static let secret = "pa/ss+word-9876543210"

  /// A daemon with an address `nas` that a server of a kind has, and folders `src` and `dst`.
  private func with(
    _ kind: String, options: [String] = [], _ body: (DaemonFixture, RcloneServer) throws -> Void
  ) throws {
    try DaemonFixture.with("remote-\(kind)") { fixture in
      let server = try RcloneServer(
        kind, try fixture.makeFolder("served"), password: Self.secret,
        options: options)
      try fixture.makePair()
      try Texts.write(
        "[Daemon]\nRcloneProgram=\(Peers.program("rclone"))\n", to: "\(fixture.etc)/ferryd.conf")
      try writeAddress(fixture, kind, server)
      try fixture.writeJob("there", from: "src", to: "nas", "[Retry]\nAuto=no")
      try fixture.writeJob("back", from: "nas", to: "dst", "[Retry]\nAuto=no")
      try body(fixture, server)
    }
  }

  private func writeAddress(
    _ fixture: DaemonFixture, _ kind: String, _ server: RcloneServer, secret: String = Self.secret
  ) throws {
    let file = "\(fixture.folder)/secret"
    try Texts.write(secret + "\n", to: file)
    chmod(file, 0o600)
    let host = (kind == "webdav" ? "http://" : "") + "127.0.0.1:\(server.port)"
    try Texts.write(
      """
      [Address]
      Type=\(kind)
      Domain=\(host)
      Prefix=data/in/
      AccessId=\(server.user)
      AccessSecretFile=\(file)

      """, to: "\(fixture.etc)/addresses.d/nas.address")
  }

  private func fill(_ fixture: DaemonFixture, files: Int = 130, size: Int = 40) throws {
    var random = SeededRandom(seed: 8)
    for number in 0..<files {
      let key = number % 3 == 0 ? "d\(number % 7)/e/f\(number)" : "g\(number)"
      try Tree.write(
        fixture.folder + "/source", Array(key.utf8), Tree.bytes(size, &random),
        modified: 1_600_000_000_000_000_000 + Int64(number) * 1_000_000_000)
    }
  }

  private func contents(_ folder: String) throws -> [String: Data] {
    let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
    return Dictionary(
      uniqueKeysWithValues: names.compactMap { name in
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
        if isFolder.boolValue { return nil }
        return FileManager.default.contents(atPath: "\(folder)/\(name)").map { (name, $0) }
      })
  }

  private func compare(_ fixture: DaemonFixture, _ folder: String = "destination") throws {
    let found = try contents("\(fixture.folder)/\(folder)")
    #expect(try contents("\(fixture.folder)/source") == found)
  }

  private func rclone(_ fixture: DaemonFixture) -> [pid_t] {
    guard let daemon = fixture.daemon?.pid else { return [] }
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon)/task")) ?? []
    return tasks.flatMap { task in
      let children = (try? Texts.read("/proc/\(daemon)/task/\(task)/children")) ?? ""
      return children.split(separator: " ").compactMap { pid_t($0) }
    }
  }

  // MARK: - Tests

  @Test(
    "a tree goes to a service and comes back as it was, and a second time nothing is sent",
    arguments: ["sftp", "webdav", "ftp"])
  func round(_ kind: String) throws {
    try with(kind) { fixture, _ in
      try fill(fixture)
      let source = fixture.folder + "/source"
      for key in ["a b", "ünï", "x‛y", "d1/größe%20?"] {
        try Tree.write(source, Array(key.utf8), [7], modified: 1_600_000_000_000_000_000)
      }
      try FileManager.default.createDirectory(
        atPath: "\(source)/empty/deep", withIntermediateDirectories: true)
      try fixture.start()
      #expect(try fixture.ferry("verify-address", "nas").status == 0)
      for job in ["there", "back"] {
        let end = try fixture.ended(job)
        #expect(end["FailedCount"].number == 0, "\(job): \(end)")
        #expect(end.moved == 135, "\(job): \(end)")
      }
      try compare(fixture)
      var isFolder: ObjCBool = false
      #expect(
        FileManager.default.fileExists(
          atPath: fixture.folder + "/destination/empty/deep", isDirectory: &isFolder))
      for job in ["there", "back"] {
        #expect(try fixture.ended(job, run: 2).moved == 0, "\(job)")
      }
      // What verify-address has tried to write is gone.
      #expect(try contents(fixture.folder + "/served/data/in").count == 134)
    }
  }

  @Test("a service and a bucket are sides of one job, both ways")
  func buckets() throws {
    try with("sftp") { fixture, _ in
      let store = try RcloneS3Server(
        (try fixture.makeFolder("stores/bucket") as NSString).deletingLastPathComponent)
      let file = fixture.folder + "/store-secret"
      try Texts.write(store.accessSecret, to: file)
      chmod(file, 0o600)
      try Texts.write(
        "[Address]\nType=s3\nBucket=bucket\nRegion=us-east-1\nDomain=\(store.url)\nPathStyle=yes\n"
          + "AccessId=\(store.accessID)\nAccessSecretFile=\(file)\nPrefix=p/\n",
        to: "\(fixture.etc)/addresses.d/store.address")
      try fixture.writeJob("over", from: "nas", to: "store", "[Retry]\nAuto=no")
      try fixture.writeJob("home", from: "store", to: "nas2", "[Retry]\nAuto=no")
      let nas = try Texts.read("\(fixture.etc)/addresses.d/nas.address")
      try Texts.write(
        nas.replacing("data/in/", with: "data/out/"), to: "\(fixture.etc)/addresses.d/nas2.address")
      try fill(fixture, files: 20)
      try fixture.start()
      for job in ["there", "over", "home"] {
        let end = try fixture.ended(job)
        #expect(end.moved == 20 && end["FailedCount"].number == 0, "\(job): \(end)")
      }
      try compare(fixture, "served/data/out")
      for job in ["over", "home"] {
        #expect(try fixture.ended(job, run: 2)["FailedCount"].number == 0, "\(job)")
      }
    }
  }

  @Test("failures have their names, and a retry moves what failed")
  func failures() throws {
    // What is removed behind its back the server sees only then.
    try with("sftp", options: ["--dir-cache-time", "2s"]) { fixture, _ in
      try fill(fixture, files: 110)
      let served = fixture.folder + "/served/data/in"
      try FileManager.default.createDirectory(
        atPath: served + "/g1/in-the-way", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: fixture.folder + "/source/link", withDestinationPath: "g2")
      try fixture.start()
      let end = try fixture.ended("there")
      #expect(end["FailedCount"].number == 2 && end.moved == 109, "\(end)")
      let said = try fixture.ferry("failed", "there", "--csv")
      #expect(said.out.contains("g1,") && said.out.contains("SymbolicLink"), "\(said)")
      try FileManager.default.removeItem(atPath: served + "/g1")
      usleep(2_500_000)
      #expect(try fixture.ferry("retry-job", "there").status == 0)
      #expect(
        eventually(30) { FileManager.default.fileExists(atPath: served + "/g1") })
    }
  }

  @Test("nothing is lost when rclone or the daemon is killed in the middle")
  func kills() throws {
    try with("sftp") { fixture, _ in
      try fill(fixture, files: 900, size: 2_000)
      try fixture.writeJob(
        "there", from: "src", to: "nas", "[Retry]\nAuto=no\n[Throttle]\nMaxQPS=200")
      try fixture.start()
      _ = try fixture.ferry("start-job", "there")
      let served = fixture.folder + "/served"
      func count() -> Int { (try? contents(served).count) ?? 0 }
      #expect(eventually(20) { count() > 100 })
      for pid in rclone(fixture) { kill(pid, SIGKILL) }
      #expect(eventually(20) { count() > 300 })
      let before = rclone(fixture)
      #expect(!before.isEmpty)
      fixture.kill()
      #expect(eventually(5) { before.allSatisfy { kill($0, 0) != 0 } })
      try fixture.start()
      #expect(try fixture.wait(for: "FINISHED", of: "there", seconds: 60))
      let end = try fixture.newest("there")
      #expect(end["FailedCount"].number == 0 && end["TotalCount"].number == 900, "\(end)")
      try compare(fixture, "served/data/in")
    }
  }

  @Test("a pause takes hold inside a large file, and a start goes on")
  func pause() throws {
    try with("sftp") { fixture, _ in
      try fill(fixture, files: 3, size: 6_000_000)
      try fixture.writeJob(
        "there", from: "src", to: "nas", "[Retry]\nAuto=no\n[Throttle]\nMaxBandwidth=8M")
      try fixture.start()
      _ = try fixture.ferry("start-job", "there")
      let served = fixture.folder + "/served/data/in"
      func names() -> [String] {
        (FileManager.default.enumerator(atPath: served)?.allObjects as? [String]) ?? []
      }
      #expect(eventually(20) { names().contains { $0.hasSuffix(".ferry~") } })
      let took = try seconds {
        _ = try fixture.ferry("pause-job", "there")
        #expect(try fixture.wait(for: "SUSPEND", of: "there", seconds: 10))
      }
      #expect(took < 4)
      #expect(eventually(5) { !names().contains { $0.hasSuffix(".ferry~") } })
      _ = try fixture.ferry("update-qos", "there", "--max-bandwidth", "0")
      _ = try fixture.ferry("start-job", "there")
      #expect(try fixture.wait(for: "FINISHED", of: "there", seconds: 60))
      try compare(fixture, "served/data/in")
    }
  }

  @Test("what keeps rclone away is told, and a start goes on when it is mended")
  func attention() throws {
    try with("sftp") { fixture, server in
      try fill(fixture, files: 5)
      try writeAddress(fixture, "sftp", server, secret: "not-the-password")
      try fixture.start()
      let said = try fixture.ferry("verify-address", "nas", "--json")
      #expect(said.data["ErrorCode"].text == "AccessDenied", "\(said)")
      _ = try fixture.ended("there")
      #expect(try fixture.status("there") == "SUSPEND")
      try Texts.write(Self.secret, to: "\(fixture.folder)/secret")
      #expect(try fixture.ferry("verify-address", "nas").status == 0)
      #expect(try fixture.ended("there").moved == 5)
      for (program, code, words) in [
        ("/nonexistent/rclone", "RcloneMissing", "is no program"),
        (try old(fixture), "RcloneMissing", "is rclone 1.60.1, which is too old"),
      ] {
        try Texts.write("[Daemon]\nRcloneProgram=\(program)\n", to: "\(fixture.etc)/ferryd.conf")
        for pid in rclone(fixture) { kill(pid, SIGKILL) }
        #expect(try fixture.ferry("reload").status == 0)
        let said = try fixture.ferry("verify-address", "nas", "--json")
        #expect(said.data["ErrorCode"].text == code, "\(said)")
        #expect(said.data["ErrorMessage"].text.contains(words), "\(said)")
      }
      _ = try fixture.ferry("start-job", "there")
      #expect(try fixture.wait(for: "SUSPEND", of: "there"))
      #expect(try fixture.ferry("doctor").out.contains("rclone.org/downloads"))
    }
  }

  private func old(_ fixture: DaemonFixture) throws -> String {
    let path = fixture.folder + "/old-rclone"
    try Texts.write("#!/bin/sh\necho rclone v1.60.1-DEV\n", to: path)
    chmod(path, 0o755)
    return path
  }

  @Test("a remote of one's own configuration is used, and no secret is anywhere")
  func ownRemote() throws {
    try with("sftp") { fixture, server in
      let canary = Canary("remote")
      let file = fixture.folder + "/rclone.conf"
      let obscured = try fixture.run([Peers.program("rclone"), "obscure", Self.secret]).out
      let crypt = try fixture.run([Peers.program("rclone"), "obscure", canary.text]).out
      try Texts.write(
        """
        [base]
        type = sftp
        host = 127.0.0.1
        port = \(server.port)
        user = \(server.user)
        pass = \(obscured.trimmingCharacters(in: .whitespacesAndNewlines))
        # A remote upon another one.
        [vault]
        type = crypt
        remote = base:data/vault
        password = \(crypt.trimmingCharacters(in: .whitespacesAndNewlines))

        """, to: file)
      chmod(file, 0o600)
      try Texts.write(
        "[Address]\nType=rclone\nRemote=vault\nRcloneConfigFile=\(file)\nPrefix=in/\n",
        to: "\(fixture.etc)/addresses.d/vault.address")
      try fixture.writeJob("there", from: "src", to: "vault", "[Retry]\nAuto=no")
      try fixture.writeJob("back", from: "vault", to: "dst", "[Retry]\nAuto=no")
      try fill(fixture, files: 12)
      try fixture.start()
      #expect(try fixture.ferry("verify-address", "vault").status == 0)
      for job in ["there", "back"] { #expect(try fixture.ended(job).moved == 12, "\(job)") }
      try compare(fixture)
      #expect(!FileManager.default.fileExists(atPath: fixture.folder + "/served/data/vault/in"))
      // The files that hold them are the operator's.
      let mine = try #require(fixture.daemon?.pid)
      let secrets = [canary, Canary(known: Self.secret)]
      var hits = try Canary.hits(of: secrets, inProcess: mine)
      for place in [fixture.state, fixture.folder + "/run", fixture.folder + "/out"] {
        hits += Canary.hits(of: secrets, below: place)
      }
      let log = FileManager.default.contents(atPath: fixture.log) ?? Data()
      hits += Canary.hits(of: secrets, in: log, "the log")
      #expect(hits == [])
    }
  }
}
