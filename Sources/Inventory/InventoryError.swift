import Platform

/// Why an inventory could not be written or read.
public struct InventoryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and what to do.
  public let description: String

  init(_ description: String) {
    self.description = description
  }

  init(_ error: SystemError) {
    description = "the inventory could not be written: \(error)"
  }
}
