/// A request that the job's state does not allow.
public struct IllegalTransition: Error, Hashable, Sendable {
  /// Where the job stands.
  public let status: JobStatus
  /// What was asked.
  public let request: String
  /// Why not, and what would be legal.
  public let reason: String

  /// A refused pair of state and request.
  public init(status: JobStatus, request: String, reason: String) {
    self.status = status
    self.request = request
    self.reason = reason
  }

  /// The refusal that a client sees.
  ///
  /// - Parameter job: The job's name.
  public func refusal(job: Name) -> Refusal {
    Refusal(
      status == .deleting ? .jobInDeleting : .invalidJobStatus,
      "job '\(job)' cannot \(request): it is \(status.word) (\(status.rawValue)); \(reason)")
  }
}
