import Migration
import Server
import Synchronization
import Wire

/// A port that remembers names and what it was asked: enough to see where requests go.
final class FakeControlPort: ControlPort {
  private let state = Mutex<(addresses: [String], calls: [String])>(([], []))

  /// What was asked, in order.
  var calls: [String] { state.withLock { $0.calls } }

  private func note(_ call: String) {
    state.withLock { $0.calls.append(call) }
  }

  func createAddress(_ request: AddressRequest, by caller: Caller) throws(Refusal) -> AddressView {
    note("createAddress \(request.name) \(request.detail.prefix) by \(caller.name)")
    let isNew = state.withLock { state in
      if state.addresses.contains(request.name) { return false }
      state.addresses.append(request.name)
      return true
    }
    guard isNew else { throw Refusal(.addressAlreadyExists, "\(request.name) is there already") }
    return AddressView(name: request.name, detail: request.detail)
  }

  func addresses(_ page: PageQuery) throws(Refusal) -> AddressListView {
    note("addresses \(page.count) after '\(page.marker)'")
    return AddressListView(
      addresses: state.withLock { $0.addresses }.map { AddressView(name: $0) })
  }

  func address(named name: String) throws(Refusal) -> AddressView {
    note("address \(name)")
    guard state.withLock({ $0.addresses.contains(name) }) else {
      throw Refusal(.noSuchAddress, "there is no address \(name)")
    }
    return AddressView(name: name)
  }

  func updateAddress(
    named name: String, _ update: AddressUpdate, by caller: Caller
  ) throws(Refusal) -> AddressView {
    note("updateAddress \(name) \(update.accessID) \(update.secret) by \(caller.name)")
    return AddressView(name: name)
  }

  func verifyAddress(named name: String, by caller: Caller) throws(Refusal) -> VerifyView {
    note("verifyAddress \(name) by \(caller.name)")
    return VerifyView(status: "available")
  }

  func deleteAddress(named name: String, by caller: Caller) throws(Refusal) {
    note("deleteAddress \(name) by \(caller.name)")
    state.withLock { state in state.addresses.removeAll { $0 == name } }
  }

  func dryRun(_ query: DryRunQuery, by caller: Caller) throws(Refusal) -> DryRunView {
    note("dryRun \(query.jobName) after \(query.marker) by \(caller.name)")
    return DryRunView(jobName: query.jobName)
  }

  func createJob(_ request: JobRequest, by caller: Caller) throws(Refusal) -> CreatedJobView {
    note("createJob \(request.name) by \(caller.name)")
    return CreatedJobView(name: request.name)
  }

  func jobs(_ query: JobListQuery) throws(Refusal) -> JobListView {
    note(
      "jobs \(query.page.count) after '\(query.page.marker)' all \(query.all)"
        + " of '\(query.parentName)'")
    return JobListView(jobs: [])
  }

  func job(_ nameOrVersion: String, byVersion: Bool) throws(Refusal) -> JobView {
    note("job \(nameOrVersion) byVersion \(byVersion)")
    return JobView(name: nameOrVersion, version: "a1b2c3d4-e5f6-7890-1234-abcdef123456")
  }

  func history(_ query: HistoryQuery) throws(Refusal) -> HistoryView {
    note("history \(query.jobName) run \(query.run ?? 0) \(query.page.count)")
    return HistoryView(entries: [])
  }

  func next(ofJobNamed name: String, count: Int) throws(Refusal) -> NextView {
    note("next \(name) \(count)")
    return NextView(jobName: name)
  }

  func updateJob(
    named name: String, _ update: JobUpdate, by caller: Caller
  ) throws(Refusal) -> ChangedJobView {
    note("updateJob \(name) \(update) by \(caller.name)")
    return ChangedJobView()
  }

  func retryJob(
    named name: String, _ request: RetryRequest, by caller: Caller
  ) throws(Refusal) -> RetriedJobView {
    note("retryJob \(name) \(request) by \(caller.name)")
    return RetriedJobView(waits: name, retry: name + "_retry_20261121190000", root: name)
  }

  func failures(_ query: FailuresQuery) throws(Refusal) -> FailuresView {
    note(
      "failures \(query.jobName) run \(query.run ?? 0) \(query.count) after "
        + "'\(query.marker?.description ?? "")' all \(query.all)")
    return FailuresView(jobName: query.jobName)
  }

  func result(ofJobNamed name: String, run: Int64?) throws(Refusal) -> JobResultView {
    note("result \(name) run \(run ?? 0)")
    return JobResultView(jobName: name)
  }

  func deleteJob(named name: String, cascading: Bool, by caller: Caller) throws(Refusal) {
    note("deleteJob \(name)\(cascading ? " with sub-jobs" : "") by \(caller.name)")
  }

  func reload(by caller: Caller) throws(Refusal) -> ReloadView {
    note("reload by \(caller.name)")
    return ReloadView()
  }

  func status() throws(Refusal) -> StatusView {
    note("status")
    return StatusView(version: "1.0", state: "running")
  }

  func health(_ query: HealthQuery) throws(Refusal) -> HealthView {
    note("health \(query.maxAge ?? 0)")
    return HealthView(version: "1.0")
  }

  func examine() throws(Refusal) -> DoctorView {
    note("examine")
    return DoctorView(version: "1.0")
  }

  func file(ofJobNamed name: String) throws(Refusal) -> FileView {
    note("file of job \(name)")
    return FileView(name: name + ".job")
  }

  func file(ofAddressNamed name: String) throws(Refusal) -> FileView {
    note("file of address \(name)")
    return FileView(name: name + ".address")
  }
}
