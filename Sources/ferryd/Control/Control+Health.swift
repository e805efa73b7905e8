import Calendar
import Engine
import Migration
import Platform
import Store
import Wire

extension Control {
  /// A start that waits longer than this was not acted on: the loop does so within a second.
  private static let grace: Int64 = 120_000_000
  /// Jobs of one kind that are told at most.
  private static let mostTold = 100

  func health(_ query: HealthQuery) throws(Refusal) -> HealthView {
    let status = try status()
    let now = WallClock.now()
    var view = HealthView(
      version: status.version, jobs: status.jobs, running: Int64(status.running.count),
      waiting: status.waiting, attention: status.attention, nextStart: status.nextStart)
    if let problem = StateProbe.problem(writing: examiner.arguments.state) {
      view.troubles.append(problem)
    }
    try reader.read { (store) throws(StoreFailure) in
      view.failing = try store.failingJobs(limit: Self.mostTold).map {
        FailingView(jobName: $0.name, runtimeId: $0.run.description, stillFailing: $0.failing)
      }
      let late = now.advanced(byMicroseconds: -Self.grace)
      view.overdue = try store.overdueStarts(before: late, limit: Self.mostTold).map {
        UpcomingView(jobName: $0.name, utc: $0.at)
      }
      guard let age = query.maxAge else { return }
      let oldest = now.advanced(byMicroseconds: -age)
      view.stale = try store.staleJobs(since: oldest, limit: Self.mostTold).map {
        UpcomingView(jobName: $0.name, utc: $0.success)
      }
    }
    return view
  }

  func examine() throws(Refusal) -> DoctorView {
    examiner.examine()
  }

  func file(ofJobNamed name: String) throws(Refusal) -> FileView {
    let job = try reader.job(named: name)
    let settings = settings.now
    return FileView(
      name: "\(job.definition.name).job",
      text: try JobFile.text(
        of: job, defaults: settings.daemon.jobs, standardZone: settings.standardZone,
        ping: settings.health.pings[job.definition.name.text]))
  }

  func file(ofAddressNamed name: String) throws(Refusal) -> FileView {
    let address = try reader.address(named: name)
    return FileView(name: "\(address.name).address", text: AddressFile.text(of: address))
  }
}
