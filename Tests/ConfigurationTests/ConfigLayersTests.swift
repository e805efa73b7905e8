import Configuration
import Foundation
import Platform
import TestSupport
import Testing
import Wire

@Suite struct ConfigLayersTests {
  @Test("a file in a higher folder replaces that of the same name in the lower ones")
  func precedence() throws {
    try Scratch.with("layers") { folder in
      let tree = ConfigTree(folder)
      try tree.writeAddresses()
      for (layer, tags) in [("usr", "u"), ("run", "r"), ("etc", "e")] {
        try tree.write("\(layer)/jobs.d/all.job", ConfigTree.job("Tags=\(tags)\n"))
      }
      try tree.write("usr/jobs.d/low.job", ConfigTree.job("Tags=u\n"))
      try tree.write("run/jobs.d/low.job", ConfigTree.job("Tags=r\n"))
      try tree.write("usr/jobs.d/lowest.job", ConfigTree.job())
      try tree.write("usr/ferryd.conf", "[Daemon]\nMaxJobs=1\n")
      try tree.write("run/ferryd.conf", "[Daemon]\nMaxJobs=2\n")
      let set = ConfigSet(tree.layers)
      #expect(set.errors.isEmpty)
      #expect(set.jobs.map(\.config.name) == ["all", "low", "lowest"])
      #expect(set.jobs.map(\.config.tags.value) == ["e", "r", ""])
      #expect(
        set.jobs.map(\.path)
          == ["etc", "run", "usr"].enumerated().map {
            "\(folder)/\($1)/jobs.d/\(["all", "low", "lowest"][$0]).job"
          })
      #expect(set.daemon.maxJobs.value == 2)
      #expect(set.addresses.map(\.config.name) == ["source", "target"])
    }
  }

  @Test("a link to /dev/null and an empty file stand for nothing, with their drop-ins")
  func masks() throws {
    try Scratch.with("masks") { folder in
      let tree = ConfigTree(folder)
      try tree.writeAddresses()
      for name in ["null", "empty", "kept"] {
        try tree.write("usr/jobs.d/\(name).job", ConfigTree.job())
      }
      try tree.write("usr/jobs.d/null.job.d/a.conf", "[Nonsense]\n")
      try tree.write("usr/jobs.d/kept.job.d/a.conf", "[Job]\nTags=a\n")
      try tree.write("usr/jobs.d/kept.job.d/b.conf", "[Job]\nTags=b\n")
      try tree.write("etc/jobs.d/empty.job", "")
      symlink("/dev/null", "\(folder)/etc/jobs.d/null.job")
      try tree.write("etc/jobs.d/kept.job.d/x.conf", "[Filter]\nExcludeDir=yes\n")
      symlink("/dev/null", "\(folder)/etc/jobs.d/kept.job.d/b.conf")
      try tree.write("usr/ferryd.conf", "[Daemon]\nMaxJobs=1\n")
      try tree.write("etc/ferryd.conf", "")
      let set = ConfigSet(tree.layers)
      #expect(set.errors.isEmpty, "\(set.errors)")
      #expect(set.jobs.map(\.config.name) == ["kept"])
      #expect(set.jobs[0].config.tags.value == "a")
      #expect(set.jobs[0].config.filter.excludesFolders)
      #expect(set.daemon.maxJobs.value == 10_000)
      #expect(
        set.masked.map { $0.dropFirst(folder.count) } == [
          "/etc/ferryd.conf", "/etc/jobs.d/empty.job", "/etc/jobs.d/kept.job.d/b.conf",
          "/etc/jobs.d/null.job",
        ])
    }
  }

  @Test("drop-ins of all folders are read in the order of their names, the higher one of a name")
  func dropIns() throws {
    try Scratch.with("dropins") { folder in
      let tree = ConfigTree(folder)
      try tree.writeAddresses()
      try tree.write("run/jobs.d/one.job", ConfigTree.job())
      try tree.write("usr/jobs.d/one.job.d/10-a.conf", "[Job]\nTags=usr-10\n")
      try tree.write("etc/jobs.d/one.job.d/10-a.conf", "[Throttle]\nMaxQPS=5\n")
      try tree.write("usr/jobs.d/one.job.d/30-c.conf", "[Job]\nTags=usr-30\n")
      try tree.write("etc/jobs.d/one.job.d/20-b.conf", "[Job]\nTags=etc-20\n")
      try tree.write("etc/jobs.d/one.job.d/.hidden.conf", "[Nonsense]\n")
      try tree.write("etc/jobs.d/one.job.d/40.conf~", "[Nonsense]\n")
      try tree.write("usr/ferryd.conf.d/a.conf", "[Daemon]\nMaxJobs=7\nMaxRunningJobs=7\n")
      try tree.write("etc/ferryd.conf.d/b.conf", "[Daemon]\nMaxJobs=8\n")
      try tree.write("usr/addresses.d/source.address.d/x.conf", "[Address]\nPrefix=/mnt/x/\n")
      let set = ConfigSet(tree.layers)
      #expect(set.errors.isEmpty, "\(set.errors)")
      #expect(set.jobs[0].config.tags.value == "usr-30")
      #expect(set.jobs[0].config.objectsPerSecond.value == 5)
      #expect(
        set.groups.last?.files.map { $0.path.split(separator: "/").last } == [
          "one.job", "10-a.conf", "20-b.conf", "30-c.conf",
        ])
      #expect(set.daemon.maxJobs.value == 8)
      #expect(set.daemon.maxRunningJobs.value == 7)
      #expect(set.addresses[0].config.prefix.value == "/mnt/x/")
    }
  }

  @Test("what others could have written is refused with the command that mends it")
  func foreign() throws {
    try Scratch.with("foreign") { folder in
      var tree = ConfigTree(folder)
      try tree.writeAddresses()
      try tree.write("etc/jobs.d/group.job", ConfigTree.job(), mode: 0o664)
      try tree.write("etc/jobs.d/world's.job", ConfigTree.job(), mode: 0o646)
      try tree.write("etc/jobs.d/fine.job", ConfigTree.job(), mode: 0o600)
      let me = geteuid()
      #expect(
        tree.mistakes()
          == """
          etc/jobs.d/group.job:1:1: etc/jobs.d/group.job may be written by its group or by \
          everybody (owner \(me), mode 0664); chmod go-w etc/jobs.d/group.job
          etc/jobs.d/world's.job:1:1: etc/jobs.d/world's.job may be written by its group or by \
          everybody (owner \(me), mode 0646); chmod go-w 'etc/jobs.d/world'\\''s.job'
          """.replacingOccurrences(of: "go-w '", with: "go-w '\(folder)/")
          .replacingOccurrences(of: "'\(folder)/", with: "'"))
      unlink("\(folder)/etc/jobs.d/world's.job")
      chmod("\(folder)/etc/jobs.d/group.job", 0o644)
      #expect(tree.mistakes() == "")
      // A file of somebody else: root may give one away.
      guard me == 0 else { return }
      chown("\(folder)/etc/jobs.d/fine.job", 12_345, 0)
      #expect(
        tree.mistakes() == """
          etc/jobs.d/fine.job:1:1: etc/jobs.d/fine.job belongs to user 12345, who is neither \
          root nor the daemon's (owner 12345, mode 0600); chown root etc/jobs.d/fine.job
          """)
      tree.layers.owners.insert(12_345)
      #expect(tree.mistakes() == "")
    }
  }

  @Test("what cannot be read is told, and a link that leads nowhere")
  func unreadable() throws {
    try Scratch.with("unreadable") { folder in
      let tree = ConfigTree(folder)
      try tree.writeAddresses()
      try tree.write("etc/jobs.d/folder.job/inner", "")
      symlink("nowhere", "\(folder)/etc/jobs.d/gone.job")
      symlink("nowhere", "\(folder)/etc/ferryd.conf")
      try tree.write("usr/ferryd.conf", "[Daemon]\nMaxJobs=1\n")
      try tree.write("etc/addresses.d/other.address", "", mode: 0o644)
      #expect(
        tree.mistakes() == """
          etc/ferryd.conf:1:1: open etc/ferryd.conf: No such file or directory (ENOENT)
          etc/jobs.d/folder.job:1:1: etc/jobs.d/folder.job is not a regular file
          etc/jobs.d/gone.job:1:1: open etc/jobs.d/gone.job: No such file or directory (ENOENT)
          """)
    }
  }

  @Test("files of other names and drop-ins of nothing are warned of, leftovers are not")
  func strays() throws {
    try Scratch.with("strays") { folder in
      let tree = ConfigTree(folder)
      try tree.writeAddresses()
      try tree.write("etc/jobs.d/one.job", ConfigTree.job())
      for name in ["one.jobs", "one.job~", ".one.job.swp", "one.job.dpkg-old", "README"] {
        try tree.write("etc/jobs.d/\(name)", "nonsense")
      }
      try tree.write("etc/jobs.d/two.job.d/a.conf", "nonsense")
      let reading = try tree.loader.read(now: WallClock.now())
      let warnings = reading.warnings.map {
        $0.description.replacingOccurrences(of: folder, with: "")
      }
      #expect(
        warnings == [
          "/etc/jobs.d/one.jobs:1:1: this file is not read: its name does not end in '.job'",
          "/etc/jobs.d/two.job.d:1:1: these drop-ins change nothing: there is no jobs.d/two.job",
        ])
    }
  }

  @Test("a daemon without --config reads the system's folders as root and as the system's service")
  func standard() throws {
    let user = try ProcessUser.current()
    #expect(ConfigLayers.system == ["/etc/ferry", "/run/ferry", "/usr/lib/ferry"])
    #expect(
      ConfigLayers.folders(for: user, service: "/etc/ferry") == ConfigLayers.system)
    #expect(
      ConfigLayers.folders(for: user, service: "/home/x/.config/ferry")
        == ["/home/x/.config/ferry"])
    let own = user.isRoot ? ConfigLayers.system : user.configurationFolder.map { [$0] } ?? []
    #expect(ConfigLayers.folders(for: user, service: nil) == own)
  }
}
