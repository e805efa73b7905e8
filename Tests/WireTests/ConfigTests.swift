import Migration
import Testing
import Wire

@Suite struct ConfigTests {
  @Test("a job file gives a job, each field with its place")
  func job() throws {
    let job = try JobConfig(
      name: "nightly",
      [
        file(
          """
          [Job]
          Source=nas-photos
          Destination=backup
          OverwriteMode=always
          TransferMode=lastmodified
          [Schedule]
          Start=0 0 2 * * *
          Suspend=0 0 6 * * *
          TimeZone=Europe/Berlin
          MaxScheduleCount=10
          CatchUp=skip
          CatchUpWindow=2d
          [Filter]
          ExcludeSymlink=yes
          [Throttle]
          MaxBandwidth=100M
          MaxQPS=500
          """)
      ])
    #expect(job.source.value == "nas-photos")
    #expect(job.source.source?.place.description == "x.job:2:8")
    #expect(job.overwrite.value == .alwaysLastModified)
    #expect(job.start.source?.place(atByte: 4).description == "x.job:7:11")
    #expect(job.maxScheduleCount.value == 10)
    #expect(job.catchUp.value == .skip && job.catchUpWindow.value == .seconds(172_800))
    #expect(job.filter.excludesSymlinks && !job.filter.excludesFolders && job.enabled.value)
    #expect(job.throttle == Throttle(bitsPerSecond: 100_000_000, objectsPerSecond: 500))
  }

  @Test("what a file leaves out has its default, and no place")
  func defaults() throws {
    let job = try JobConfig(
      name: "job-1", [file("[Job]\nSource=aaa\nDestination=bbb\nOverwriteMode=never\n")])
    #expect(job.overwrite.value == .never && job.enabled == Located(true))
    #expect(job.maxScheduleCount == Located(nil) && job.catchUp == Located(.once))
    #expect(job.catchUpWindow == Located(.seconds(86_400)) && job.throttle == .none)
    let daemon = try DaemonConfig([])
    #expect(daemon.maxRunningJobs.value == 10 && daemon.maxJobs.value == 10_000)
    #expect(daemon.minFreeSpace.value == 64 << 20)
    #expect(daemon.localRoots.isEmpty && daemon.logLevel.value == "info")
  }

  @Test("drop-ins and later lines win; an empty assignment resets")
  func dropIns() throws {
    let main = file(
      "[Job]\nSource=aaa\nSource=ccc\nDestination=bbb\nOverwriteMode=never\nEnabled=no\n"
        + "[Throttle]\nMaxQPS=5\n")
    let drop = UnitFile(
      name: "x.job.d/1.conf", bytes: Array("[Job]\nEnabled=\n[Throttle]\nMaxQPS=7\n".utf8))
    let job = try JobConfig(name: "job-1", [main, drop])
    #expect(job.source.value == "ccc" && job.enabled == Located(true))
    #expect(job.objectsPerSecond.value == 7)
    #expect(job.objectsPerSecond.source?.place.file == "x.job.d/1.conf")
    let daemon = try DaemonConfig([
      file("[Daemon]\nLocalRoots=/srv, /mnt/\nLocalRoots=/media\nLogLevel=debug\n")
    ])
    #expect(daemon.localRoots.map(\.value) == ["/srv/", "/mnt/", "/media/"])
  }

  @Test("all mistakes of a job file are told at once, each with its place and what is allowed")
  func jobErrors() {
    let text = """
      [Jobb]
      [Job]
      Sorce=nas
      Destination=b
      OverwriteMode=allways
      MaxQPS=5
      CreateReport=no
      Enabled=perhaps
      [Schedule]
      CatchUp=onec
      CatchUpWindow=1y
      MaxScheduleCount=0
      [Throttle]
      MaxBandwidth=12 MB
      [Retry]
      Auto=mabye
      MaxDepth=0
      Backoff=1h..1m
      [History]
      KeepRuns=0
      KeepDays=36501
      no assignment
      """
    expect(
      text,
      [
        "x.job:1:1: Source= has to be given in [Job]",
        "x.job:1:2: unknown section [Jobb]; did you mean [Job]?",
        "x.job:3:1: unknown key 'Sorce' in [Job]; did you mean 'Source'?",
        "x.job:5:15: OverwriteMode= 'allways' is not allowed; allowed: always, never; "
          + "did you mean 'always'?",
        "x.job:6:1: unknown key 'MaxQPS' in [Job]; it belongs to [Throttle]",
        "x.job:7:1: CreateReport= is not served by this version of ferry",
        "x.job:8:9: Enabled= 'perhaps' is not a truth value; allowed: yes, no",
        "x.job:10:9: CatchUp= 'onec' is not allowed; allowed: once, skip; did you mean 'once'?",
        "x.job:11:15: CatchUpWindow= '1y' is not a duration; "
          + "allowed: 90, 90s, 5m, 2h, 1d, 1w",
        "x.job:12:18: MaxScheduleCount= '0' is not a whole number that is allowed here: "
          + "1 to 1000000000",
        "x.job:14:14: MaxBandwidth= '12 MB' is not a bandwidth; allowed: a whole number of "
          + "bit/s, 100K, 100M, 1G (bit/s), 12MB (bytes/s), 0 for no limit",
        "x.job:16:6: Auto= 'mabye' is not a truth value; allowed: yes, no",
        "x.job:17:10: MaxDepth= '0' is not a whole number that is allowed here: 1 to 100",
        "x.job:18:9: Backoff= '1h..1m' ends before it begins; the shorter one comes first",
        "x.job:20:10: KeepRuns= '0' is not a whole number that is allowed here: 1 to 1000000",
        "x.job:21:10: KeepDays= '36501' is not a whole number that is allowed here: 1 to 36500",
        "x.job:22:1: there is no '=' in this line; a setting is written Key=Value",
      ])
    expect(
      "[Job]\nSource=a\nDestination=b\nOverwriteMode=always",
      [
        "x.job:4:15: TransferMode= has to be given; '' does not go with 'always'; "
          + "allowed: all, lastmodified, changed, crc64"
      ])
    expect(
      "[Xyzzy]\nA=1\n[Job]\nSource=a\nDestination=b\nOverwriteMode=never",
      [
        "x.job:1:2: unknown section [Xyzzy]; known: [Job], [Schedule], [Filter], [Throttle], "
          + "[Retry], [History]"
      ])
  }

  @Test("a job has the daemon's limits unless it names its own, and 0 is none")
  func throttleDefaults() throws {
    let daemon = try DaemonConfig([file("[Throttle]\nMaxBandwidth=8M\nMaxQPS=50\n")])
    #expect(
      daemon.jobs.throttle == Throttle(bitsPerSecond: 8_000_000, objectsPerSecond: 50))
    #expect(
      daemon.changes(since: DaemonConfig()) == [
        "MaxBandwidth=0 is 8000000 now", "MaxQPS=0 is 50 now",
      ])
    let job = "[Job]\nSource=aaa\nDestination=bbb\nOverwriteMode=never\n"
    let cases: [(String, Int64, Int64)] = [
      ("", 8_000_000, 50), ("[Throttle]\nMaxQPS=7\n", 8_000_000, 7),
      ("[Throttle]\nMaxBandwidth=0\nMaxQPS=0\n", 0, 0),
      ("[Throttle]\nMaxBandwidth=\nMaxQPS=0\n", 8_000_000, 0),
    ]
    for (text, bits, objects) in cases {
      let read = try JobConfig(name: "job-1", [file(job + text)], defaults: daemon.jobs)
      #expect(
        read.throttle == Throttle(bitsPerSecond: bits, objectsPerSecond: objects), "\(text)")
    }
    for (asked, bits, objects) in [
      (ThrottleKnobs(), 8_000_000, 50), (ThrottleKnobs(bitsPerSecond: 0), 0, 50),
      (ThrottleKnobs(bitsPerSecond: 1, objectsPerSecond: 0), 1, 0),
    ] as [(ThrottleKnobs, Int64, Int64)] {
      #expect(
        asked.turning(daemon.jobs.throttle)
          == Throttle(bitsPerSecond: bits, objectsPerSecond: objects))
    }
  }

  @Test("LogMode= takes its three words")
  func logMode() throws {
    let job = "[Job]\nSource=aaa\nDestination=bbb\nOverwriteMode=never\n"
    #expect(try JobConfig(name: "job-1", [file(job)]).logMode.value == .off)
    for mode in LogMode.allCases {
      let read = try JobConfig(name: "job-1", [file(job + "LogMode=\(mode.rawValue)\n")])
      #expect(read.logMode.value == mode)
    }
    expect(
      job + "LogMode=details\n",
      [
        "x.job:5:9: LogMode= 'details' is not allowed; allowed: off, basic, detail; "
          + "did you mean 'detail'?"
      ])
  }

  @Test("an address file is checked by the rules of its type")
  func addressErrors() throws {
    let right = try AddressConfig(
      name: "nas", [file("[Address]\nType=local\nPrefix=/srv/photos/\n")])
    #expect(right.prefix.value == "/srv/photos/" && right.manifest.source == nil)
    let list = try AddressConfig(
      name: "again",
      [
        file(
          """
          [Address]
          Type=inv
          DataType=local
          Prefix=/srv/photos/
          InvLocation=local
          InvPath=/srv/lists/failed/manifest.json
          """)
      ])
    #expect(list.manifest.value == "/srv/lists/failed/manifest.json")
    let cases: [(String, [String])] = [
      (
        "",
        [
          "x.job:1:1: Type= has to be given in [Address]",
          "x.job:1:1: Prefix= has to be given in [Address]",
        ]
      ),
      (
        "[Address]\nType=s3\nBucket=b\n",
        [
          "x.job:2:6: type 's3' needs a region or a domain: Region= or Domain=",
          "x.job:3:8: Bucket= is no bucket's name: 3 to 255 letters, digits, '.', '-' and '_'",
        ]
      ),
      (
        "[Address]\nType=local\nPrefix=/srv\n",
        ["x.job:3:8: Prefix= '/srv' has to end with '/': '/srv/'"]
      ),
      (
        "[Address]\nType=local\nPrefix=/srv/\nInvPath=/srv/manifest.json\n",
        ["x.job:4:9: InvPath= does not go with type 'local'"]
      ),
      (
        "[Address]\nType=inv\nPrefix=/srv/\n",
        [
          "x.job:1:1: DataType= has to be given in [Address]",
          "x.job:1:1: InvLocation= has to be given in [Address]",
          "x.job:1:1: InvPath= has to be given in [Address]",
        ]
      ),
      (
        "[Address]\nType=inv\nDataType=s3\nInvLocation=lokal\nInvPath=/srv/list/\nPrefix=/srv/\n",
        [
          "x.job:3:10: DataType= 's3' is not served by this version of ferry; "
            + "an inventory and its objects are read from: local",
          "x.job:4:13: InvLocation= 'lokal' is no place of an inventory; did you mean 'local'?; "
            + "this version reads: local",
          "x.job:5:9: InvPath= '/srv/list/' is a folder; name the manifest in it: "
            + "'/srv/list/manifest.json'",
        ]
      ),
    ]
    for (text, messages) in cases {
      do {
        _ = try AddressConfig(name: "nas", [file(text)])
        Issue.record("accepted")
      } catch {
        #expect(error.errors.map(\.description) == messages)
      }
    }
    #expect(throws: ConfigErrors.self) {
      try AddressConfig(name: "a b", [file("[Address]\nType=local\nPrefix=/srv/\n")])
    }
  }

  @Test("the daemon's file refuses what it cannot mean")
  func daemonErrors() {
    do {
      _ = try DaemonConfig([
        file("[Daemon]\nListen=0.0.0.0\nMaxJobs=x\nLocalRoots=/srv, tmp\n[Throttle]\nMaxQPS=x\n")
      ])
      Issue.record("accepted")
    } catch {
      #expect(
        error.description == """
          x.job:2:8: Listen= '0.0.0.0' has no port; write HOST:PORT
          x.job:3:9: MaxJobs= 'x' is not a whole number that is allowed here: 1 to 1000000
          x.job:4:12: LocalRoots= 'tmp' is no absolute folder without '.' or '..'
          x.job:6:8: MaxQPS= 'x' is not a whole number that is allowed here: 0 or more
          """)
    }
  }

  private func expect(_ text: String, _ messages: [String]) {
    do {
      _ = try JobConfig(name: "job-1", [file(text)])
      Issue.record("accepted")
    } catch {
      #expect(error.errors.map(\.description) == messages)
    }
  }

  private func file(_ text: String) -> UnitFile {
    UnitFile(name: "x.job", bytes: Array(text.utf8))
  }
}
