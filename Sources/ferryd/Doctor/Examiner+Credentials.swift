import Doctor
import Engine
import Migration
import Store
import Wire

extension Examiner {
  private static let mostSecrets = 1_000

  /// Which addresses have secrets that are read at a start only, and whether all can be had.
  var credentials: Check {
    Check("secrets", patience: 25) { [reader, secrets] check in
      do throws(Refusal) {
        let all = try reader.read { (store) throws(StoreFailure) in
          try store.addresses(after: nil, limit: Self.mostSecrets)
        }
        var findings: [FindingView] = []
        var atStart: [String] = []
        for address in all {
          for access in address.location.buckets.compactMap(\.access) {
            let source = access.secret
            if case .credential = source { atStart.append("\(address.name) (\(source.text))") }
            guard let problem = secrets.problem(with: access, of: address) else { continue }
            findings.append(
              FindingView(
                .problem, check, "address \(address.name) has no secret: \(problem.message)",
                at: source.text))
          }
        }
        guard !atStart.isEmpty else { return findings }
        return findings + [
          FindingView(
            .ok, check,
            "read when ferryd starts, so that a new one needs 'systemctl restart ferryd': "
              + atStart.joined(separator: ", "))
        ]
      } catch {
        return [FindingView(.problem, check, error.message)]
      }
    }
  }
}
