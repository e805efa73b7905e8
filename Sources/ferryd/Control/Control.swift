import Calendar
import Configuration
import Engine
import Migration
import Platform
import Server
import Store
import Wire

/// The daemon behind its doors: changes go through the loop, looks go to the database beside it.
struct Control: ControlPort {
  let gate: CommandGate
  let reader: Reader
  let board: ProgressBoard
  let zones: ZoneFiles
  let settings: LiveSettings
  let reloader: Reloader
  let failures: FailureLook
  let secrets: AddressSecrets
  let condition: StateCondition
  let examiner: Examiner
  let started: Instant
  /// The folder with the lists of what runs could not move.
  let listFolder: String
  /// Dry runs that wait for their next page.
  let shelf = DryRunShelf()

  /// Which local folders may be moved, by the newest configuration.
  var paths: PathRules { settings.now.paths }

  // MARK: - Addresses

  func addresses(_ page: PageQuery) throws(Refusal) -> AddressListView {
    let marker = try page.marker.isEmpty ? nil : Name(page.marker, of: "address")
    let rows = try reader.read { (store) throws(StoreFailure) in
      try store.addresses(after: marker, limit: page.count + 1)
    }
    let isCut = rows.count > page.count
    let shown = rows.prefix(page.count)
    return AddressListView(
      addresses: shown.map { AddressView($0) },
      nextMarker: isCut ? shown.last?.name.text ?? "" : "", truncated: isCut)
  }

  func deleteAddress(named name: String, by caller: Caller) throws(Refusal) {
    _ = try gate.perform(.deleteAddress(try Name(name, of: "address")))
  }

  // MARK: - Jobs

  func createJob(_ request: JobRequest, by caller: Caller) throws(Refusal) -> CreatedJobView {
    guard request.parentVersion.isEmpty else { return try createSubJob(request) }
    let now = WallClock.now()
    let settings = settings.now
    let definition = try JobDefinition(
      request, defaults: settings.daemon.jobs, standardZone: settings.standardZone, zones: zones)
    let new = NewJob(
      definition: definition, origin: .api, version: UUIDText.random(), created: now)
    var resolved: [Name: LocalPath] = [:]
    for name in [definition.source, definition.destination] {
      guard let folder = try reader.address(named: name.text).location.data else { continue }
      resolved[name] = self.resolved(folder)
    }
    let command = Command.createJob(new, resolved: resolved)
    guard case .job(let job) = try gate.perform(command) else { throw Self.unexpected }
    return CreatedJobView(
      job, warnings: warnings(about: job.definition.schedule) + remarks(about: job.definition))
  }

  func updateJob(
    named name: String, _ update: JobUpdate, by caller: Caller
  ) throws(Refusal) -> ChangedJobView {
    let name = try Name(name, of: "job")
    switch update {
    case .start: _ = try gate.perform(.setStatus(name, .start))
    case .pause: _ = try gate.perform(.setStatus(name, .pause))
    case .close: _ = try gate.perform(.setStatus(name, .close))
    case .throttle(let bits, let objects, let keepsWindows):
      let before = try reader.job(named: name.text).definition.throttle
      let throttle = Throttle(
        bitsPerSecond: bits ?? before.bitsPerSecond,
        objectsPerSecond: objects ?? before.objectsPerSecond)
      let isWhole = bits != nil && objects != nil
      _ = try gate.perform(
        .setThrottle(name, throttle, over: isWhole ? nil : before, keepsWindows: keepsWindows))
    case .enabled(let isEnabled, let note):
      let result = try gate.perform(.setEnabled(name, isEnabled, note: note))
      guard case .job(let job) = result, !isEnabled, job.state.isUnderWay,
        job.definition.schedule.suspend != nil
      else { break }
      return ChangedJobView(warnings: [
        "a run goes on, and its suspend rule rests as well: nothing but pause-job pauses it"
      ])
    case .definition(let changes):
      let before = try reader.job(named: name.text).definition
      let definition = try before.changed(by: changes, zones: zones)
      _ = try gate.perform(.redefineJob(name, definition, over: before))
      let isAsBefore = definition.schedule == before.schedule
      return ChangedJobView(
        warnings: (isAsBefore ? [] : warnings(about: definition.schedule))
          + remarks(about: definition))
    }
    return ChangedJobView()
  }

  /// What the author of a schedule should know about it.
  private func warnings(about schedule: ScheduleRule) -> [String] {
    // A zone that is gone meanwhile is told where it matters: the schedule rests.
    guard let zone = try? zones.rules(named: schedule.timeZone) else { return [] }
    return schedule.warnings(in: zone, now: WallClock.now()).map(\.description)
  }

  /// What the author of a job should know of its addresses, both of which it has.
  private func remarks(about definition: JobDefinition) -> [String] {
    guard let source = try? reader.address(named: definition.source.text),
      let destination = try? reader.address(named: definition.destination.text)
    else { return [] }
    return definition.remarks(source: source, destination: destination)
  }

  func deleteJob(named name: String, cascading: Bool, by caller: Caller) throws(Refusal) {
    _ = try gate.perform(.deleteJob(try Name(name, of: "job"), cascade: cascading))
  }

  // MARK: - The daemon

  func reload(by caller: Caller) throws(Refusal) -> ReloadView {
    try reloader.reload()
  }

  /// Looked at here and not by the loop: a dead mount would hold up everything else.
  private func resolved(_ path: LocalPath) -> LocalPath? {
    ResolvedPath.soon(path)
  }

  static let unexpected = Refusal(.internalError, "the loop answered something else")
}

extension JobDatabase {
  /// When a job's start rule is due; nil if it is not.
  func nextStart(of job: Job) throws(StoreFailure) -> Instant? {
    try dueEvents(of: job.id).first { $0.kind == .start }?.at
  }
}
