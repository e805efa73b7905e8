public import Migration

/// What the configuration files ask for: all addresses and jobs that they define.
public struct Wish: Hashable, Sendable {
  /// Addresses, each with its file as origin and a fresh ID in case it is new.
  public var addresses: [Address]
  /// Jobs, likewise.
  public var jobs: [NewJob]

  /// A set of files, read.
  public init(addresses: [Address], jobs: [NewJob]) {
    self.addresses = addresses
    self.jobs = jobs
  }
}
