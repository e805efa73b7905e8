/// Something that a `Poller` can wait for, because the kernel knows it by a descriptor.
public protocol Pollable: ~Copyable {
  /// The descriptor's number; valid while the value lives.
  var raw: Int32 { get }
}
