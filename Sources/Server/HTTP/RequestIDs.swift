internal import Synchronization

/// The IDs that requests are told apart by: 24 upper-case hexadecimal digits.
///
/// The first half is random for each server, so that two starts of the daemon do not share IDs;
/// the second counts.
final class RequestIDs: Sendable {
  private static let halfMask: UInt64 = 0xFFFF_FFFF_FFFF

  private let salt: String
  private let counter: Atomic<UInt64>

  init() {
    var random = SystemRandomNumberGenerator()
    salt = RequestIDs.digits(random.next())
    counter = Atomic(random.next())
  }

  /// An ID that this server has not given before.
  func next() -> String {
    salt + RequestIDs.digits(counter.wrappingAdd(1, ordering: .relaxed).newValue)
  }

  private static func digits(_ value: UInt64) -> String {
    let hex = String(value & halfMask, radix: 16, uppercase: true)
    return String(repeating: "0", count: 12 - hex.count) + hex
  }
}
