import Engine
import Migration
import Platform
import Wire

extension JournalNotes {
  /// Makes a sentence of what is told about retries.
  func retry(_ note: EngineNote) {
    switch note {
    case .retryPlanned(let job, let run, let at):
      line(
        .info, "job \(job): what failed in run \(run) is tried again at \(ISOTime.text(at))",
        .retryPlanned, job
      ) { [LogField("FERRY_RUN_ID", run.rawValue)] }
    case .retryMade(let job, let run, let retry):
      line(.info, "job \(job): \(retry) takes what failed in run \(run)", .retryMade, job) {
        [LogField("FERRY_RUN_ID", run.rawValue), LogField("FERRY_RETRY", retry.text)]
      }
    case .retryDropped(let job, let run, let why):
      line(.notice, "job \(job): run \(run) is not tried again: \(why)", .retryDropped, job) {
        [LogField("FERRY_RUN_ID", run.rawValue), LogField("FERRY_REASON", why)]
      }
    case .chainEnded(let job, let run, let failed, let recovered, let remainder):
      chainEnded(job, run, failed, recovered, remainder)
    default: break
    }
  }

  private func chainEnded(
    _ job: Name, _ run: RunNumber, _ failed: Int64, _ recovered: Int64, _ remainder: Remainder
  ) {
    var text =
      "job \(job): the retries of run \(run) have ended: \(failed) objects failed at first, "
    // In folders that could not be listed before.
    let found = recovered.addingClamped(remainder.failing) - failed
    if found > 0 { text += "\(found) more when folders were listed again, " }
    text += "\(recovered) recovered, \(remainder.failing) still fail"
    let reasons = remainder.reasons.sorted {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    }
    if !reasons.isEmpty {
      text +=
        " (" + reasons.map { "\($0.key.rawValue): \($0.value)" }.joined(separator: ", ")
        + "); 'ferry failed \(job)' lists them"
    }
    line(remainder.failing > 0 ? .warning : .notice, text, .retriesEnded, job) {
      [
        LogField("FERRY_RUN_ID", run.rawValue), LogField("FERRY_FILES_RECOVERED", recovered),
        LogField("FERRY_FILES_FAILED", remainder.failing),
      ]
    }
  }
}
