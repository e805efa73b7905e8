import Calendar
import Configuration
import Engine
import Migration
import Platform
import TestSupport
import Testing
import Wire

@Suite struct JobFileTests {
  @Test("any job written as a file is read back as the same definition, whatever the defaults are")
  func roundTrip() throws {
    for seed: UInt64 in 1...20 {
      var random = SeededRandom(seed: seed)
      try Scratch.with("job-file") { folder in
        let tree = ConfigTree(folder)
        try tree.writeAddresses()
        try tree.write("etc/ferryd.conf", defaults(&random))
        let empty = try tree.loader.read(now: ConfigTree.now)
        var jobs: [JobDefinition] = []
        for number in 0..<25 {
          let job = try definition("job-\(number)", empty.set.daemon.jobs, &random)
          jobs.append(job)
          let text = try JobFile.text(
            of: kept(job), defaults: empty.set.daemon.jobs, standardZone: empty.standardZone)
          try tree.write("etc/jobs.d/\(job.name).job", text)
        }
        do {
          let read = try tree.loader.read(now: ConfigTree.now).wish.jobs.map(\.definition)
          let byName = Dictionary(uniqueKeysWithValues: read.map { ($0.name, $0) })
          for job in jobs { #expect(byName[job.name] == job, "seed \(seed)") }
        } catch {
          Issue.record("seed \(seed): \(error)")
        }
      }
    }
  }

  @Test("what no key says is a comment, and what would not be read back is none")
  func comments() throws {
    var job = JobDefinition(
      name: try Name("nightly", of: "job"), source: try Name("nas", of: "address"),
      destination: try Name("usb", of: "address"), overwrite: .never)
    job.schedule.start = try CronRule("0  0 2 * * *")
    var kept = kept(job)
    kept.note = "until\nMonday\\"
    let text = try JobFile.text(of: kept, defaults: JobDefaults(), standardZone: "UTC")
    #expect(
      text == """
        # job nightly, made by request
        # Note: until Monday\\
        [Job]
        Source=nas
        Destination=usb
        OverwriteMode=never
        [Schedule]
        Start=0 0 2 * * *
        TimeZone=UTC

        """)
    for (ping, line) in [
      (PingTarget.file("/etc/ferry/url"), "PingURLFile=/etc/ferry/url"),
      (
        .url("https://u:word@host/secret"),
        "# PingURL= is not told, for it may hold a secret; its host is host."
      ),
    ] {
      let lines = try JobFile.text(
        of: kept, defaults: JobDefaults(), standardZone: "UTC", ping: ping
      ).split(separator: "\n")
      #expect(lines.contains { $0 == line })
      #expect(!lines.contains { $0.contains("word") })
    }
    for tags in ["a\nb", " a:b", "a:b\\", "a\u{1B}b", "a\0b", "a\r"] {
      job.tags = tags
      let lines = try JobFile.text(of: self.kept(job), defaults: JobDefaults(), standardZone: "UTC")
        .split(separator: "\n")
      #expect(!lines.contains { $0.hasPrefix("Tags=") }, "\(tags.debugDescription)")
      #expect(lines.contains { $0.hasPrefix("# Tags= has no place") }, "\(tags.debugDescription)")
    }
  }

  @Test("a pattern that a list would read differently is written as one of the same meaning")
  func patterns() throws {
    let written = [
      #"a,b"#: #"a\,b"#, #"a\,b"#: #"a\x2cb"#, #"a\\,b"#: #"a\\\,b"#, " a ": "(?: a )",
      #"[ ,]\, "#: #"(?:[ \,]\x2c )"#, #"a\\"#: #"(?:a\\)"#,
    ]
    var job = JobDefinition(
      name: try Name("nightly", of: "job"), source: try Name("nas", of: "address"),
      destination: try Name("usb", of: "address"), overwrite: .never)
    for (pattern, value) in written {
      job.filter.includeKeys = [pattern]
      let text = try JobFile.text(of: kept(job), defaults: JobDefaults(), standardZone: "UTC")
      #expect(text.hasSuffix("[Filter]\nIncludeKeys=\(value)\n"), "\(pattern): \(text)")
    }
    for pattern in ["a\nb", #"\Qa\,b\E"#, "a\u{1B}"] {
      job.filter.includeKeys = [pattern]
      #expect(throws: Refusal.self, "\(pattern.debugDescription)") {
        _ = try JobFile.text(of: kept(job), defaults: JobDefaults(), standardZone: "UTC")
      }
    }
  }

  @Test("an address written as a file is read back as the same place")
  func addresses() throws {
    let places: [Address.Location] = [
      .local(try LocalPath("/srv/with blanks, # and \\ in it/")),
      .inventory(
        InventoryPlace(
          data: try LocalPath("/srv/data/"), manifest: try LocalFile("/srv/list/manifest.json"))),
    ]
    for place in places {
      try Scratch.with("address-file") { folder in
        let tree = ConfigTree(folder)
        let address = Address(
          name: try Name("nas", of: "address"), version: "v", location: place, origin: .api,
          tags: "a:b", created: ConfigTree.now, modified: ConfigTree.now)
        let text = AddressFile.text(of: address)
        #expect(text.contains("# Tags have no key: a:b\n"))
        try tree.write("etc/addresses.d/nas.address", text)
        let read = try tree.loader.read(now: ConfigTree.now).wish.addresses
        #expect(read.map(\.location) == [place])
      }
    }
  }

  // MARK: - Random definitions

  private func kept(_ definition: JobDefinition) -> Job {
    Job(
      id: JobID(rawValue: 1), version: "v", definition: definition, origin: .api,
      stateSince: ConfigTree.now, watermark: ConfigTree.now, created: ConfigTree.now,
      modified: ConfigTree.now)
  }

  private func definition(
    _ name: String, _ defaults: JobDefaults, _ random: inout SeededRandom
  ) throws -> JobDefinition {
    let overwrites = [
      OverwriteRule.alwaysAll, .alwaysLastModified, .alwaysChanged, .alwaysDiffering, .never,
    ]
    let tags = ["", "a:b", "k:Grüße 🚢,#;=[x]", "a:\\,b", "[Job]", "\"quoted\"", "a=b:c"]
    var job = JobDefinition(
      name: try Name(name, of: "job"), source: try Name("source", of: "address"),
      destination: try Name("target", of: "address"), overwrite: pick(overwrites, &random),
      throttle: Throttle(
        bitsPerSecond: pick([0, 1, 999, 1000, 1_500, 8_000_000, 2_000_000_000, .max], &random),
        objectsPerSecond: pick([0, 1, 500, .max], &random)),
      maxRunTime: pick([nil, 1_000_000, 90_000_000, 28_800_000_000], &random),
      enabled: pick([true, true, false], &random), tags: pick(tags, &random))
    job.windows = try windows(&random)
    job.logMode = pick(LogMode.allCases, &random)
    job.copying = copying(&random)
    job.filter = filter(&random)
    job.schedule = try schedule(defaults, &random)
    job.retry.isAutomatic = pick([true, false], &random)
    job.retry.maxDepth = pick([1, 3, 7, 100], &random)
    let waits: [(Int64, Int64)] = [(60, 3_600), (0, 1), (90, 90)]
    let (first, longest) = pick(waits, &random)
    job.retry.firstWait = first * 1_000_000
    job.retry.longestWait = longest * 1_000_000
    job.history.keepRuns = pick([1, 50, 51], &random)
    job.history.keepDays = pick([1, 400, 401], &random)
    return job
  }

  private func windows(_ random: inout SeededRandom) throws -> ThrottleWindows {
    let all = [
      ThrottleWindow(start: 0, end: 61, bitsPerSecond: 8_000_000, objectsPerSecond: nil),
      ThrottleWindow(start: 480, end: 1_080, bitsPerSecond: 999, objectsPerSecond: 0),
      ThrottleWindow(start: 1_080, end: 1_320, bitsPerSecond: nil, objectsPerSecond: 7),
      ThrottleWindow(start: 1_320, end: 1_440, bitsPerSecond: 0, objectsPerSecond: nil),
    ]
    return try #require(ThrottleWindows(some(all.compactMap(\.self), &random)))
  }

  private func copying(_ random: inout SeededRandom) -> CopyRule {
    var rule = CopyRule()
    rule.verify = pick(CopyRule.Verify.allCases, &random)
    rule.keepsModified = pick([true, false], &random)
    rule.keepsOwner = pick([true, false], &random)
    rule.keepsAttributes = pick([true, false], &random)
    rule.convertsLinks = pick([true, false], &random)
    rule.fileMode = pick([nil, 0, 0o640, 0o1777], &random)
    rule.folderMode = pick([nil, 0o750, 0o1777], &random)
    rule.storageClass = pick([nil, StorageClass("IA"), StorageClass("ONEZONE_IA")], &random)
    rule.keepsStorageClass = pick([true, false], &random)
    return rule
  }

  private func filter(_ random: inout SeededRandom) -> ObjectFilter {
    let patterns = ["(.*)\\.jpg", "a{2,3}", "x,y,z", "[,;#=]", "\\d+ \\S", "Grüße/.*", "a\\\\b"]
    let moments = [Instant.distantPast, at(0), at(1_700_000_000), at(1_800_000_000)]
    let prefixes = [
      ObjectKey("photos/"), ObjectKey(" a, b "), ObjectKey("#;=[x]\\"), ObjectKey([0xE9, 1, 0x2F]),
    ]
    var filter = ObjectFilter()
    filter.prefixes = some(prefixes, &random)
    filter.includeKeys = some(patterns, &random)
    filter.excludeKeys = some(patterns, &random)
    for start in some(moments, &random) {
      let end = pick([.distantFuture, at(1_900_000_000)], &random)
      // A stretch without any bound is none.
      if start == .distantPast, end == .distantFuture { continue }
      if let range = TimeRange(start, end) { filter.includeModified.append(range) }
    }
    filter.excludeModified = Array(filter.includeModified.reversed())
    filter.excludesFolders = pick([true, false], &random)
    filter.excludesSymlinks = pick([true, false], &random)
    return filter
  }

  private func at(_ seconds: Int64) -> Instant { Instant(seconds: seconds) }

  private func some<Value>(_ values: [Value], _ random: inout SeededRandom) -> [Value] {
    values.filter { _ in random.next() % 3 == 0 }
  }

  private func schedule(
    _ defaults: JobDefaults, _ random: inout SeededRandom
  ) throws -> ScheduleRule {
    var rule = ScheduleRule()
    rule.timeZone = pick(["UTC", "Europe/Berlin", "America/St_Johns"], &random)
    let start = pick([nil, "0 0 2 * * *", "0 30 4 ? * MON-FRI", "@daily"], &random)
    rule.start = try start.map { try CronRule($0) }
    if rule.start != nil, pick([true, false], &random) {
      rule.suspend = try CronRule("0 0 6 * * *")
    }
    rule.maxCount = pick([nil, 1, 10], &random)
    rule.catchUp = pick([.once, .skip], &random)
    rule.overlap = pick([.skip, .queue], &random)
    rule.catchUpWindow = pick([0, 3_600_000_000, 86_400_000_000, 90_000_000], &random)
    rule.jitter = pick([0, 600_000_000], &random)
    rule.minInterval = pick([1_000_000, 60_000_000, 3_600_000_000], &random)
    rule.minInterval = max(rule.minInterval, defaults.minInterval.components.seconds * 1_000_000)
    rule.notBefore = pick([nil, Instant(seconds: 1_780_000_001)], &random)
    rule.notAfter = pick([nil, Instant(seconds: 1_900_000_003)], &random)
    return rule
  }

  private func defaults(_ random: inout SeededRandom) -> String {
    let lines = [
      "TimeZone=\(pick(["UTC", "Europe/Berlin"], &random))", "[Schedule]",
      pick(["", "CatchUp=skip"], &random), pick(["", "Overlap=queue"], &random),
      pick(["", "CatchUpWindow=1h"], &random), pick(["", "Jitter=10m"], &random),
      pick(["", "MinScheduleInterval=1m"], &random), "[Retry]", pick(["", "Auto=no"], &random),
      pick(["", "MaxDepth=7"], &random), pick(["", "Backoff=90s"], &random), "[History]",
      pick(["", "KeepRuns=51"], &random), pick(["", "KeepDays=401"], &random), "[Throttle]",
      pick(["", "MaxBandwidth=1500"], &random), pick(["", "MaxQPS=9"], &random),
    ]
    return "[Daemon]\n" + lines.joined(separator: "\n") + "\n"
  }

  private func pick<Value>(_ values: [Value], _ random: inout SeededRandom) -> Value {
    values[Int(random.next() % UInt64(values.count))]
  }
}
