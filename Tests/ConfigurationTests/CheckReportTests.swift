import Calendar
import Configuration
import Foundation
import Platform
import TestSupport
import Testing
import Wire

@Suite struct CheckReportTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test("each job is told with its next five starts, or why there are none")
  func starts() throws {
    try Scratch.with("starts") { folder in
      let tree = ConfigTree(folder)
      try tree.writeAddresses()
      let nightly = "[Schedule]\nStart=0 0 2 * * *\nTimeZone=UTC\n"
      try tree.write("etc/jobs.d/nightly.job", ConfigTree.job(nightly + "Jitter=10m\n"))
      try tree.write(
        "etc/jobs.d/twice.job",
        ConfigTree.job(nightly + "Suspend=0 0 6 * * *\nMaxScheduleCount=2\n"))
      try tree.write("etc/jobs.d/rests.job", ConfigTree.job("Enabled=no\n" + nightly))
      try tree.write("etc/jobs.d/over.job", ConfigTree.job(nightly + "NotAfter=2020-01-01\n"))
      try tree.write("etc/jobs.d/by-hand.job", ConfigTree.job())
      let report = try report(of: tree)
      #expect(
        report.jobs.map { "\($0.jobName) \($0.next.count) \($0.why)" } == [
          "by-hand 0 it has no start rule",
          "nightly 5 each start up to 10m later, by a constant of the job",
          "over 0 its start rule never fires again", "rests 0 Enabled=no", "twice 4 ",
        ])
      #expect(report.jobs[4].next.map(\.rule) == ["start", "suspend", "start", "suspend"])
      let twin =
        "/etc/jobs.d/nightly.job:3:13: warning: job 'by-hand' moves 'source' to 'target', too; "
        + "is that meant?"
      #expect(report.warnings.contains(folder + twin), "\(report.warnings)")
      let lines = report.lines(colours: false, showsDropIn: true)
      #expect(lines.contains("  2026-01-01T02:00:00+00:00  2026-01-01T02:00:00.000Z  UTC"))
      #expect(lines.contains("job rests is not started by a schedule: Enabled=no"))
      #expect(report.dropIn == nil, "/srv is open")
    }
  }

  @Test("what the service's sandbox closes is told as a drop-in")
  func dropIn() throws {
    try Scratch.with("sandbox") { folder in
      let tree = ConfigTree(folder)
      for (name, path) in [
        ("home", "/home/ann/"), ("data", "/data/my 100% files/"), ("open", "/mnt/x/"),
        ("tmp", "/var/tmp/y/"), ("opt", "/opt/z/"), ("open2", "/srv/x/"),
      ] {
        try tree.write(
          "etc/addresses.d/\(name).address", "[Address]\nType=local\nPrefix=\(path)\n")
      }
      try tree.write(
        "etc/addresses.d/list.address",
        "[Address]\nType=inv\nDataType=local\nPrefix=/mnt/x/\nInvLocation=local\n"
          + "InvPath=/lists/l/manifest.json\n")
      for (source, target) in [
        ("list", "open2"), ("home", "data"), ("data", "open"), ("opt", "tmp"),
      ] {
        try tree.write(
          "etc/jobs.d/of-\(source).job",
          "[Job]\nSource=\(source)\nDestination=\(target)\nOverwriteMode=never\n")
      }
      #expect(
        try report(of: tree).dropIn == """
          [Service]
          # A folder that is not there when ferryd starts stays closed to it: make it first.
          # ProtectHome=yes would leave no place for what is shown of the homes.
          ProtectHome=tmpfs
          # job of-data reads data
          # job of-home writes data
          ReadWritePaths="-/data/my 100%% files"
          # job of-home reads home
          BindReadOnlyPaths=-/home/ann
          # job of-list reads list
          ReadOnlyPaths=-/lists/l
          # job of-opt reads opt
          ReadOnlyPaths=-/opt/z
          # job of-opt writes tmp
          BindPaths=-/var/tmp/y
          """)
      // What it takes for open, the unit file opens, and closes the rest.
      let unit = try text("systemd/ferryd.service").split(separator: "\n")
      let opened = SandboxDropIn.opened.map { "-" + $0.dropLast() }.joined(separator: " ")
      for line in [
        "ReadWritePaths=\(opened)", "ProtectHome=yes", "PrivateTmp=yes", "ProtectSystem=strict",
      ] { #expect(unit.contains(Substring(line)), "\(line)") }
    }
  }

  @Test("a single file is checked as if it lay in the first folder, and its jobs are told")
  func singleFile() throws {
    try Scratch.with("single") { folder in
      var tree = ConfigTree(folder)
      try tree.writeAddresses()
      for name in ["one", "two"] { try tree.write("etc/jobs.d/\(name).job", ConfigTree.job()) }
      try tree.write("new/one.job", ConfigTree.job("Tags=new\n"), mode: 0o666)
      tree.layers.extras = [folder + "/new/one.job"]
      #expect(try report(of: tree).jobs.map(\.jobName) == ["one"])
      #expect(ConfigSet(tree.layers).jobs.map(\.config.tags.value) == ["new", ""])
      try tree.write("new/one.job", ConfigTree.job("Tag=new\n"))
      #expect(tree.mistakes().hasPrefix("new/one.job:5:1: unknown key 'Tag' in [Job]"))
    }
  }

  @Test("the examples are without mistakes and show every key that there is")
  func examples() throws {
    try Scratch.with("examples") { folder in
      var tree = ConfigTree(folder)
      tree.layers.folders = [folder + "/etc"]
      var texts: [String: String] = ["ferryd.conf": try text("etc/ferry/ferryd.conf")]
      let examples = Self.repository.appending(path: "etc/ferry/examples")
      let names = try FileManager.default.subpathsOfDirectory(atPath: examples.path)
      for name in names where [".job", ".address", ".conf"].contains(where: name.hasSuffix) {
        texts[name] = try text("etc/ferry/examples/\(name)")
      }
      #expect(texts.count >= 5)
      for (name, text) in texts { try tree.write("etc/\(name)", text) }
      #expect(tree.mistakes() == "")
      // A commented default, put in force, is what it says.
      let daemon = try text("etc/ferry/ferryd.conf")
      let inForce = daemon.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.hasPrefix("#") && line.contains("=") && !line.hasPrefix("# ")
          ? line.dropFirst() : line
      }.joined(separator: "\n")
      try tree.write("etc/ferryd.conf", inForce)
      #expect(tree.mistakes() == "")
      let standard = DaemonConfig()
      let read = ConfigSet(tree.layers).daemon
      #expect(
        read.changes(since: standard) == ["LocalRoots=(unset) is /srv, /mnt, /media now"])
      for (ending, table) in [
        (".conf", ConfigTable.daemon), (".job", .job), (".address", .address),
      ] {
        let all = texts.filter { $0.key.hasSuffix(ending) && !$0.key.contains(".d/") }
        let own = all.isEmpty ? texts.filter { $0.key.hasSuffix(ending) } : all
        let lines = own.values.joined(separator: "\n").split(separator: "\n")
        for key in table.sections.flatMap(\.served) {
          #expect(
            lines.contains { $0.hasPrefix("\(key)=") || $0.hasPrefix("#\(key)=") }, "\(key)")
        }
      }
    }
  }

  private func report(of tree: ConfigTree) throws -> CheckReport {
    CheckReport(
      try tree.loader.read(now: ConfigTree.now), of: tree.layers, zones: .standard(),
      now: ConfigTree.now)
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: Self.repository.appending(path: path)), as: UTF8.self)
  }
}
