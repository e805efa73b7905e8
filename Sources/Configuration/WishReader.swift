import Calendar
import Engine
import Migration
import Platform
import Wire

/// Makes of the files' text what the loop is to adopt, and finds what text alone cannot show.
struct WishReader {
  /// Rules for local folders.
  let paths: PathRules
  /// The machine's zones.
  let zones: ZoneFiles
  /// The zone of new jobs that name none.
  let standardZone: String
  /// The shortest time between two slots that any job may have, in microseconds.
  let minInterval: Int64
  /// When this is read.
  let now: Instant
  /// What the authors should know about what is accepted.
  private(set) var warnings: [ConfigError] = []

  /// All mistakes, each with its place.
  private(set) var errors: [ConfigError] = []
  /// Folders that were looked at; one in a dead mount is waited for once.
  private var resolutions: [LocalPath: LocalPath?] = [:]
  /// How long the looks have taken, and may take in all, in nanoseconds.
  private var looked: Int64 = 0
  private static let lookLimit: Int64 = 10_000_000_000

  init(
    paths: PathRules, zones: ZoneFiles, standardZone: String, minInterval: Int64, now: Instant
  ) {
    self.paths = paths
    self.zones = zones
    self.standardZone = standardZone
    self.minInterval = minInterval
    self.now = now
  }

  /// Reads all definitions; those with mistakes are left out.
  ///
  /// - Parameter keptZones: The zones in which jobs were made, by their names.
  mutating func wish(of set: ConfigSet, keptZones: [String: String]) -> Wish {
    var known: [String: Address] = [:]
    var addresses: [Address] = []
    for entry in set.addresses {
      guard let address = address(entry) else { continue }
      known[address.name.text] = address
      addresses.append(address)
    }
    warnOfTwins(in: set)
    let jobs = set.jobs.compactMap { entry in
      // A zone in its rules or its file outweighs the one it was made in.
      job(entry, set.addressNames, known, keptZone: keptZones[entry.config.name])
    }
    return Wish(addresses: addresses, jobs: jobs)
  }

  private mutating func address(_ entry: ConfigSet.Entry<AddressConfig>) -> Address? {
    let config = entry.config
    var place = config.prefix.source?.place ?? start(of: entry.path)
    do {
      let location = try location(config, of: entry.path, &place)
      return Address(
        name: try Name(config.name, of: "address"), version: UUIDText.random(),
        location: location, origin: .file(entry.path), created: now, modified: now,
        requiresMount: config.requiresMount)
    } catch {
      refuse(place, error.message)
      return nil
    }
  }

  /// - Parameter place: Where what is looked at stands in the file.
  private mutating func location(
    _ config: AddressConfig, of file: String, _ place: inout ConfigPlace
  ) throws(Refusal) -> Address.Location {
    let isWeb = config.type.value == "http"
    if let bucket = config.bucket, config.manifest.source == nil { return .bucket(bucket) }
    var data: LocalPath?
    if config.bucket == nil, !isWeb {
      let path = try LocalPath(config.prefix.value)
      try check(path, of: file, at: place)
      data = path
    }
    guard let source = config.manifest.source else {
      if let data { return .local(data) }
      return .local(try LocalPath(config.prefix.value))
    }
    place = source.place
    let list: InventoryPlace.List
    if let bucket = config.listBucket {
      list = .object(config.manifest.value, in: bucket)
    } else {
      let manifest = try LocalFile(config.manifest.value)
      try check(manifest.folder, as: "InvPath", of: file, at: place)
      list = .file(manifest)
    }
    let objects: InventoryPlace.Data? =
      isWeb
      ? .web(reachesPrivate: config.reachesPrivate)
      : data.map { .folder($0) } ?? config.bucket.map { .bucket($0) }
    guard let objects else { return .local(try LocalPath(config.prefix.value)) }
    return .inventory(InventoryPlace(data: objects, list: list))
  }

  /// Checks a folder of an address as it is named, and with its links resolved.
  private mutating func check(
    _ folder: LocalPath, as field: String = "Prefix", of file: String, at place: ConfigPlace
  ) throws(Refusal) {
    try paths.check(folder, as: field, origin: .file(file))
    if let hidden = paths.hidden.first(where: { $0.covers(folder) }) {
      // The others' jobs go on: a folder that one of them does not see is that one's trouble.
      warnings.append(ConfigError(place, "\(field)= \(folder): \(hidden.why)"))
    }
    guard let resolved = resolved(folder) else { return }
    try paths.check(resolved, as: field, origin: .file(file))
  }

  private mutating func job(
    _ entry: ConfigSet.Entry<JobConfig>, _ names: Set<String>, _ known: [String: Address],
    keptZone: String?
  ) -> NewJob? {
    let config = entry.config
    for side in [config.source, config.destination] where !names.contains(side.value) {
      // That it is missing has been told.
      guard let source = side.source else { continue }
      refuse(
        source.place,
        "there is no address '\(side.value)': addresses.d/\(side.value).address is missing"
          + Nearest.hint(for: side.value, among: Array(names)))
    }
    let sides = [config.source, config.destination]
    let unserved = sides.filter { known[$0.value]?.unserved != nil }
    for side in unserved {
      guard let refusal = known[side.value]?.unserved else { continue }
      refuse(side.source?.place ?? start(of: entry.path), refusal.message)
    }
    if unserved.isEmpty, let from = known[config.source.value],
      let to = known[config.destination.value]
    {
      checkPair(from, to, at: config.destination.source?.place ?? start(of: entry.path))
    }
    let schedule = schedule(config, entry.path, keptZone)
    do {
      var definition = JobDefinition(
        name: try Name(config.name, of: "job"),
        source: try Name(config.source.value, of: "address"),
        destination: try Name(config.destination.value, of: "address"),
        overwrite: config.overwrite.value, throttle: config.throttle)
      definition.schedule = schedule
      definition.windows = config.windows
      definition.copying = config.copying
      definition.filter = filter(config.filter, zone: schedule.timeZone)
      definition.maxRunTime = config.maxRunTime.value?.microseconds
      definition.retry = config.retry
      definition.history = config.history
      definition.tags = config.tags.value
      definition.logMode = config.logMode.value
      definition.enabled = config.enabled.value
      return NewJob(
        definition: definition, origin: .file(entry.path), version: UUIDText.random(),
        created: now)
    } catch {
      // The names have been told already, each at its place.
      return nil
    }
  }

  /// Two jobs with the same addresses are odd; with other rules and filters they can be meant.
  private mutating func warnOfTwins(in set: ConfigSet) {
    var first: [[String]: String] = [:]
    for config in set.jobs.map(\.config) {
      let pair = [config.source.value, config.destination.value]
      guard let twin = first[pair] else {
        first[pair] = config.name
        continue
      }
      guard let place = config.destination.source?.place else { continue }
      warnings.append(
        ConfigError(
          place, "job '\(twin)' moves '\(pair[0])' to '\(pair[1])', too; is that meant?"))
    }
  }

  private mutating func checkPair(_ source: Address, _ target: Address, at place: ConfigPlace) {
    do {
      var resolutions: [LocalPath: LocalPath] = [:]
      for path in [source.location.data, target.location.data].compactMap({ $0 }) {
        resolutions[path] = resolved(path)
      }
      try PairRules.check(source: source, destination: target) { resolutions[$0] }
    } catch {
      refuse(place, error.message)
    }
  }

  private mutating func resolved(_ path: LocalPath) -> LocalPath? {
    if let known = resolutions[path] { return known }
    // Many addresses on one dead server: their runs look at the folders once more, when they begin.
    guard looked < Self.lookLimit else { return nil }
    let begin = MonotonicTime.now()
    let found = ResolvedPath.soon(path)
    looked += MonotonicTime.now().nanoseconds(since: begin)
    resolutions[path] = .some(found)
    return found
  }

  private mutating func schedule(
    _ config: JobConfig, _ path: String, _ keptZone: String?
  ) -> ScheduleRule {
    var schedule = ScheduleRule(start: rule(config.start), suspend: rule(config.suspend))
    schedule.timeZone = zone(config, schedule, path, keptZone)
    schedule.maxCount = config.maxScheduleCount.value
    schedule.catchUp = config.catchUp.value
    schedule.catchUpWindow = config.catchUpWindow.value.microseconds
    schedule.overlap = config.overlap.value
    schedule.jitter = config.jitter.value.microseconds
    schedule.minInterval = config.minInterval.value.microseconds
    // Without its zone, which has been told, nothing more can be said about it.
    guard let zone = try? zones.rules(named: schedule.timeZone) else { return schedule }
    schedule.notBefore = bound(config.notBefore, "NotBefore", .first, zone)
    schedule.notAfter = bound(config.notAfter, "NotAfter", .last, zone)
    let place = config.start.source?.place ?? start(of: path)
    // A schedule that has come to its end is no mistake in its file: the history goes on.
    let epoch = Instant(microseconds: 0)
    let from = schedule.nextStart(after: now, in: zone) == nil ? epoch : now
    if let problem = schedule.problem(in: zone, after: from, least: minInterval) {
      refuse(place, problem)
    } else {
      let places = [
        ScheduleWarning.Rule.start: place, .suspend: config.suspend.source?.place ?? place,
      ]
      warnings += schedule.warnings(in: zone, now: now).map {
        ConfigError(places[$0.rule] ?? place, $0.description)
      }
    }
    return schedule
  }

  private mutating func bound(
    _ text: Located<String>, _ key: String, _ edge: MomentText.Edge, _ zone: ZoneRules
  ) -> Instant? {
    guard let source = text.source, !text.value.isEmpty else { return nil }
    do {
      return try MomentText.instant(text.value, in: zone, edge: edge)
    } catch {
      refuse(source.place, "\(key)= \(error)")
      return nil
    }
  }

  /// A rule, which the file's reader has judged.
  private func rule(_ text: Located<String>) -> CronRule? {
    text.value.isEmpty ? nil : try? CronRule(text.value)
  }

  /// The zone of a job: its rule's own, its file's, the one it was made in, or the daemon's.
  private mutating func zone(
    _ config: JobConfig, _ schedule: ScheduleRule, _ path: String, _ keptZone: String?
  ) -> String {
    let place = config.timeZone.source?.place ?? start(of: path)
    let given = config.timeZone.value
    let inRules = [schedule.start, schedule.suspend].compactMap { $0?.expression.zoneName }
    for name in inRules where name != (given.isEmpty ? inRules[0] : given) {
      refuse(place, "the rules and TimeZone= name different zones; name one")
    }
    let named = given.isEmpty ? inRules.first : given
    let name = named ?? keptZone ?? standardZone
    do {
      _ = try zones.rules(named: name)
    } catch {
      let rules = [config.start, config.suspend].lazy.compactMap { rule in
        CronError(zoneOf: rule.value, "\(error)").flatMap { error in
          rule.source.map { (error, $0.place(atByte: max(0, error.column - 1))) }
        }
      }
      if given.isEmpty, let (error, place) = rules.first {
        refuse(place, "\(error.description)\n\(error.caret)")
      } else {
        refuse(place, "\(error)")
      }
    }
    return name
  }

  private func start(of path: String) -> ConfigPlace {
    ConfigPlace(file: path, line: 1, column: 1)
  }

  mutating func refuse(_ place: ConfigPlace, _ message: String) {
    errors.append(ConfigError(place, message))
  }
}
