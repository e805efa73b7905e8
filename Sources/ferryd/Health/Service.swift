import Migration
import Server

/// What the doors ask about the daemon as a whole.
struct Service: ServicePort {
  let backups: BackupDesk
  let report: MetricsReport

  func backup(by caller: Caller) throws(Refusal) -> ResponseFile { try backups.make() }
  func metrics() throws(Refusal) -> [UInt8] { try report.text() }
}
