/// Takes the objects of an array apart while the text comes in, so that a long list is never held
/// as a whole.
///
/// The text is an object one of whose members is the array: what is deeper than its elements belongs to
/// them. It judges nothing but brackets and strings; each element is then read strictly.
struct ElementSplitter {
  /// Bytes of the element that has begun.
  private var element: [UInt8] = []
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  /// Whether the text has ended as it should.
  var isComplete: Bool { depth == 0 && !isInString && hasBegun }
  private var hasBegun = false

  /// Takes in a part of the text.
  ///
  /// - Parameters:
  ///   - limit: Bytes that an element may have.
  ///   - body: Gets each complete element.
  /// - Returns: False if an element is longer.
  mutating func add<Failure: Error>(
    _ part: UnsafeRawBufferPointer, limit: Int = 1 << 20,
    _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    for byte in part {
      if depth >= 3 {
        element.append(byte)
        guard element.count <= limit else { return false }
      }
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        hasBegun = true
        depth += 1
        if depth == 3 { element = [byte] }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 2 {
          try body(element)
          element.removeAll(keepingCapacity: true)
        }
      default: break
      }
    }
    return true
  }
}
