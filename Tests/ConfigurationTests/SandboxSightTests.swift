import Configuration
import Migration
import Platform
import Testing

@Suite struct SandboxSightTests {
  /// What a process of ferryd.service sees, shortened, with a drop-in for /home/photos.
  private static let service = """
    1049 1021 254:0 / / ro,relatime shared:1 - ext4 /dev/vda1 rw
    1050 1049 0:22 / /proc rw,nosuid shared:5 - proc proc rw
    1051 1049 254:0 /tmp/systemd-private-7f3a-ferryd.service-x1/tmp /tmp rw,relatime shared:9 - ext4 /dev/vda1 rw
    1052 1049 254:0 /var/tmp/systemd-private-7f3a-ferryd.service-x2/tmp /var/tmp rw shared:9 - ext4 /dev/vda1 rw
    1053 1049 0:60 / /home ro,nosuid,nodev,noexec - tmpfs tmpfs rw,size=4k
    1054 1053 254:0 /home/photos /home/photos ro,relatime - ext4 /dev/vda1 rw
    1055 1049 0:25 /systemd/inaccessible/dir /root ro,nosuid - tmpfs tmpfs rw,mode=755
    1062 1049 0:25 /host/inaccessible/dir /run/user ro,nosuid - tmpfs tmpfs rw,mode=755
    1056 1049 254:0 /mnt /mnt rw,relatime - ext4 /dev/vda1 rw
    1057 1056 254:9 / /mnt/archive ro,relatime - ext4 /dev/vdb1 rw
    1058 1056 254:8 / /mnt/disc ro - iso9660 /dev/sr0 ro
    1059 1049 254:0 /srv /srv rw,relatime - ext4 /dev/vda1 rw
    1060 1049 254:7 / /data\\040store ro,relatime - ext4 /dev/vdc1 rw
    1061 1049 254:0 /tmp/shared /tmp/shared rw,relatime - ext4 /dev/vda1 rw
    nonsense
    """

  private static func sight(_ text: String) -> SandboxSight {
    SandboxSight(MountTable(Array(text.utf8)))
  }

  @Test("what the unit hides, makes private or protects is told with the drop-in that lets it in")
  func obstacles() throws {
    let sight = Self.sight(Self.service)
    let cases: [(path: String, isWritten: Bool, words: [String])] = [
      ("/srv/a/", true, []),
      ("/mnt/copy/", true, []),
      ("/opt/a/", false, []),
      ("/opt/a/", true, ["ProtectSystem=strict", "[Service] ReadWritePaths=-/opt/a"]),
      ("/data store/x/", true, ["ProtectSystem=strict", "ReadWritePaths=\"-/data store/x\""]),
      ("/data store/x/", false, []),
      ("/tmp/x/", false, ["/tmp that systemd has made", "BindReadOnlyPaths=-/tmp/x"]),
      ("/tmp/x/", true, ["BindPaths=-/tmp/x"]),
      ("/tmp/shared/x/", true, []),
      ("/tmpx/", false, []),
      ("/var/tmp/x/", true, ["/var/tmp that systemd has made", "BindPaths=-/var/tmp/x"]),
      ("/home/music/", false, ["hidden", "ProtectHome=tmpfs BindReadOnlyPaths=-/home/music"]),
      ("/home/photos/", false, []),
      ("/home/photos/2026/", true, ["ProtectSystem=strict", "BindPaths=-/home/photos/2026"]),
      ("/root/x/", false, ["hidden", "ProtectHome=tmpfs BindReadOnlyPaths=-/root/x"]),
      ("/mnt/archive/x/", false, []),
      ("/mnt/archive/x/", true, ["what is mounted on /mnt/archive is mounted read-only"]),
      ("/mnt/disc/x/", true, ["what is mounted on /mnt/disc is mounted read-only"]),
    ]
    for (path, isWritten, words) in cases {
      let why = sight.obstacle(to: try LocalPath(path), isWritten: isWritten)
      #expect((why == nil) == words.isEmpty, "\(path) \(isWritten): \(why ?? "nothing")")
      for word in words { #expect(why?.contains(word) == true, "\(path): \(why ?? "nothing")") }
    }
    #expect(sight.obstacle(toSource: "/srv/a", destination: "/mnt/b") == nil)
    #expect(sight.obstacle(toSource: "/opt/a", destination: "/opt/b")?.contains("/opt/b/") == true)
  }

  @Test("addresses made by request may not lie where only ferryd, or nobody, sees them")
  func hidden() throws {
    var rules = PathRules(own: [])
    rules.hidden = Self.sight(Self.service).hidden
    let folders = rules.hidden.map(\.folder.text)
    #expect(folders == ["/home/", "/root/", "/run/user/", "/tmp/", "/var/tmp/"])
    for (path, isRefused) in [
      ("/tmp/x/", true), ("/tmp/shared/x/", false), ("/var/tmp/", true), ("/home/music/", true),
      ("/home/photos/a/", false), ("/root/", true), ("/srv/tmp/", false), ("/opt/x/", false),
    ] {
      let path = try LocalPath(path)
      if isRefused {
        let refusal = #expect(throws: Refusal.self) { try rules.check(path, origin: .api) }
        #expect(refusal?.message.contains("ferry check") == true)
      } else {
        try rules.check(path, origin: .api)
      }
      // A file's address is warned about, and its runs are refused: other jobs go on.
      try rules.check(path, origin: .file("/etc/ferry/addresses.d/x.address"))
    }
  }

  @Test("outside of a sandbox nothing is in the way but what is mounted read-only")
  func outside() throws {
    let sight = Self.sight(
      """
      22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
      30 22 0:40 / /tmp rw,nosuid - tmpfs tmpfs rw
      31 22 0:41 / /home rw - tmpfs tmpfs rw
      32 22 254:9 / /backup ro - ext4 /dev/vdb1 ro
      """)
    #expect(sight.hidden.isEmpty)
    for path in ["/tmp/x/", "/home/x/", "/opt/x/"] {
      #expect(sight.obstacle(to: try LocalPath(path), isWritten: true) == nil)
    }
    #expect(sight.obstacle(to: try LocalPath("/backup/x/"), isWritten: true) != nil)
    #expect(Self.sight("").obstacle(to: try LocalPath("/x/"), isWritten: true) == nil)
  }
}
