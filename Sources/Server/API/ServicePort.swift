public import Migration

/// What is asked about the daemon as a whole, beside its jobs: each call blocks its thread.
///
/// Called on several threads at once.
public protocol ServicePort: Sendable {
  /// Makes a backup of the state, and lends it as a file.
  func backup(by caller: Caller) throws(Refusal) -> ResponseFile
  /// The figures of the daemon and its jobs, in the text format of Prometheus.
  func metrics() throws(Refusal) -> [UInt8]
}
