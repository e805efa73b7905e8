/// Permission bits as people write them: `0640`, or nothing for those of the source.
public struct ModeText: Hashable, Sendable {
  /// The bits, at most 0o1777; nil for those of the source.
  public let mode: UInt32?

  /// Bits that are known.
  public init(_ mode: UInt32?) {
    self.mode = mode
  }

  /// Reads octal digits.
  ///
  /// - Throws: `ValueProblem` for anything else, and for the bits that make a program act as another
  ///   user, which ferry sets never.
  public init(_ text: String) throws(ValueProblem) {
    guard !text.isEmpty else {
      mode = nil
      return
    }
    let isOctal = text.utf8.allSatisfy { (0x30...0x37).contains($0) }
    guard isOctal, text.utf8.count <= 5, let bits = UInt32(text, radix: 8), bits <= 0o1777 else {
      throw ValueProblem(
        "\(ConfigValue.shown(text)) is no mode that is allowed here: 0 to 1777 in octal, such as 0640"
      )
    }
    mode = bits
  }

  /// Four octal digits, or nothing.
  public var text: String {
    guard let mode else { return "" }
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
