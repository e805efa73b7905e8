/// A signal that arrived, and who sent it.
public struct ReceivedSignal: Hashable, Sendable {
  /// Which signal it is.
  public let signal: ServiceSignal
  /// The sender's process id; 0 if the kernel sent it or the sender is in another pid namespace.
  public let senderPID: Int32
  /// The sender's real user id.
  public let senderUID: UInt32
}
