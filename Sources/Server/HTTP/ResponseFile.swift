internal import Glibc
internal import Synchronization

/// An open file that is an answer's body, read as fast as the client takes it.
public final class ResponseFile: Sendable {
  private let descriptor: Atomic<Int32>
  /// How many bytes of it are sent.
  let size: UInt64

  /// A file that is sent from its beginning.
  ///
  /// - Parameters:
  ///   - descriptor: From here on it is this object's, which closes it at last.
  ///   - size: How many bytes it has.
  public init(owning descriptor: Int32, size: UInt64) {
    self.descriptor = Atomic(descriptor)
    self.size = size
  }

  deinit {
    let raw = descriptor.load(ordering: .relaxed)
    if raw >= 0 { close(raw) }
  }

  /// Gives the descriptor away, once.
  func take() -> Int32? {
    let raw = descriptor.exchange(-1, ordering: .relaxed)
    return raw >= 0 ? raw : nil
  }
}

extension ResponseFile: Hashable {
  /// Whether both are the same open file.
  public static func == (left: ResponseFile, right: ResponseFile) -> Bool { left === right }

  /// Hashes its identity.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(self))
  }
}
