import Glibc

/// Bytes that must not be seen: read only by lending them, shown as `***`, zeroed when they go.
///
/// Whoever lends them must not keep a copy. What the bytes were made of (a request's text, a file's
/// buffer) is its owner's to clear.
public final class Secret: Sendable {
  /// Its own memory; not an array, which may be copied behind its owner's back.
  ///
  /// Written in `init` only, before anybody else knows the object, and freed in `deinit`, when
  /// nobody does any more: so it may be read on any thread.
  private nonisolated(unsafe) let memory: UnsafeMutableRawBufferPointer

  private init(owning memory: UnsafeMutableRawBufferPointer) {
    self.memory = memory
  }

  deinit {
    Self.clear(memory)
    memory.deallocate()
  }

  /// A secret of a copy of some bytes.
  public convenience init(copying bytes: UnsafeRawBufferPointer) {
    self.init(owning: Self.copy(of: bytes))
  }

  /// A secret of a copy of some bytes.
  public convenience init(_ bytes: [UInt8]) {
    self.init(owning: bytes.withUnsafeBytes { Self.copy(of: $0) })
  }

  /// A secret of a text's UTF-8 bytes.
  public convenience init(_ text: String) {
    var text = text
    self.init(owning: text.withUTF8 { Self.copy(of: UnsafeRawBufferPointer($0)) })
  }

  /// So many bytes that nobody can guess, from the kernel.
  public static func random(count: Int) throws(SystemError) -> Secret {
    var bytes = try RandomBytes.make(count: count)
    defer { bytes.withUnsafeMutableBytes { clear($0) } }
    return Secret(bytes)
  }

  private static func copy(of bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawBufferPointer {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    memory.copyMemory(from: bytes)
    return memory
  }

  /// How many bytes it has.
  public var count: Int { memory.count }

  /// Lends the bytes.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(memory))
  }

  /// Lends the bytes as text; nil if they are not UTF-8.
  ///
  /// The text is a copy that nobody zeroes: only for what takes nothing else.
  public func withText<Result, Failure: Error>(
    _ body: (String) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    guard let text = String(validating: memory, as: UTF8.self) else { return nil }
    return try body(text)
  }

  /// Overwrites bytes with zeros, which the compiler may not leave out.
  public static func clear(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    explicit_bzero(start, bytes.count)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// What is shown of every secret.
  public static let shown = "***"

  /// `***`.
  public var description: String { Self.shown }
  /// `***`.
  public var debugDescription: String { Self.shown }
  /// No children: `dump` shows `***`.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
