import Calendar
import Configuration
import Doctor
import Engine
import Migration
import Platform
import Store
import Wire

extension Examiner {
  /// Addresses that are looked at, at most; each may have to be waited for.
  private static let most = 200

  /// Whether the folders of all addresses can be used as jobs use them, from here.
  var addresses: Check {
    Check("addresses", patience: 25) { [reader, settings, secrets, isService] check in
      let all: [(address: Address, jobs: [Job])]
      do throws(Refusal) {
        all = try reader.read { (store) throws(StoreFailure) in
          var all: [(address: Address, jobs: [Job])] = []
          for address in try store.addresses(after: nil, limit: Self.most) {
            let jobs = try store.jobs(using: address.name).filter { $0.lineage == nil }
            all.append((address, jobs))
          }
          return all
        }
      } catch {
        return [FindingView(.problem, check, error.message)]
      }
      let end = MonotonicTime.now().advanced(byNanoseconds: 18_000_000_000)
      var findings: [FindingView] = []
      var seen = 0
      for (address, jobs) in all where MonotonicTime.now() < end {
        seen += 1
        findings += Self.look(
          at: address, jobs, paths: settings.now.paths, secrets, isService, check)
      }
      if seen < all.count {
        findings.append(
          FindingView(
            .warning, check,
            "\(all.count - seen) addresses were not looked at: the others took long",
            remedy: "'ferry verify-address NAME' looks at one"))
      }
      guard findings.isEmpty else { return findings }
      return [FindingView(.ok, check, "all can be used from here (addresses: \(all.count))")]
    }
  }

  private static func look(
    at address: Address, _ jobs: [Job], paths: PathRules, _ secrets: AddressSecrets,
    _ isService: Bool, _ check: String
  ) -> [FindingView] {
    let writers = jobs.filter { $0.definition.destination == address.name }
    let folder = address.location.data?.folder
    let level: FindingView.Level = jobs.isEmpty ? .warning : .problem
    let found = AddressProbe.look(
      at: address, paths: paths, secrets: secrets, isWritten: !writers.isEmpty,
      now: WallClock.now()
    ).problem?.message
    guard let found else {
      guard let folder, !writers.isEmpty else { return [] }
      let space =
        Within.seconds(5) { Space.findings(of: folder, check, use: "address \(address.name)") }
        ?? []
      return space.filter { $0.level != .ok }
    }
    let users = jobs.prefix(3).map { job in
      "job \(job.definition.name) "
        + (job.definition.destination == address.name ? "writes it" : "reads it")
    }
    let use = users.isEmpty ? "no job uses it" : users.joined(separator: ", ")
    return [
      FindingView(
        level, check, "\(address.name): \(found) (\(use))",
        at: folder ?? address.location.text,
        remedy: isService && folder != nil ? dropIn(for: address, jobs) : "")
    ]
  }

  /// What would open an address's folder in the sandbox; empty if that lets it in already.
  private static func dropIn(for address: Address, _ jobs: [Job]) -> String {
    var sandbox = SandboxDropIn()
    for job in jobs.map(\.definition) {
      sandbox.add(address, of: job.name, isWritten: job.destination == address.name)
    }
    guard let text = sandbox.text else { return "" }
    return "'systemctl edit ferryd', if the sandbox keeps it out, and restart it:\n" + text
  }
}
