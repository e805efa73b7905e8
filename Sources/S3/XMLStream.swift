import CExpat
import Glibc

/// Takes the elements of a document, one after another.
class XMLHandler {
  /// An element begins; `depth` is 1 for the root.
  ///
  /// - Returns: Why the document is not taken any further; nil if it is.
  func begin(_ name: UnsafeBufferPointer<UInt8>, depth: Int) -> String? { nil }

  /// An element ends; `text` is what stands in it after its last inner element.
  ///
  /// - Returns: Why the document is not taken any further; nil if it is.
  func end(depth: Int, text: UnsafeBufferPointer<UInt8>) -> String? { nil }
}

/// Reads XML as it comes, within bounds; what an object store never sends is refused.
///
/// No document type, so no entities but XML's own five; prefixes of namespaces are dropped.
///
/// Source: Expat's reference manual, <https://libexpat.github.io/doc/api/latest/>.
final class XMLStream {
  /// The greatest depth of elements.
  static let depthLimit = 16
  /// The longest text of an element, in bytes: a key of 1,024 bytes may be encoded in three times
  /// as many.
  static let textLimit = 64 << 10
  /// The longest document, in bytes.
  static let sizeLimit = 64 << 20

  /// Never null: `init` fails instead.
  private let parser: XML_Parser
  /// What the parser's calls work on.
  ///
  /// Behind a pointer, for a list has millions of calls, and Swift would look at each access to an
  /// object whether another one is under way.
  private let state: UnsafeMutablePointer<XMLState>
  private var size = 0
  private var isEnded = false

  /// A reader that tells a handler what it finds; nil without memory.
  init?(_ handler: XMLHandler) {
    guard let parser = XML_ParserCreate(nil) else { return nil }
    self.parser = parser
    state = .allocate(capacity: 1)
    state.initialize(to: XMLState(parser: parser, handler: handler))
    // Both live exactly as long as this object.
    XML_SetUserData(parser, state)
    XML_SetElementHandler(
      parser, { context, name, _ in XMLState.of(context)?.pointee.begin(name) },
      { context, _ in XMLState.of(context)?.pointee.end() })
    XML_SetCharacterDataHandler(parser) { context, bytes, count in
      XMLState.of(context)?.pointee.take(bytes, count)
    }
    XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
      XMLState.of(context)?.pointee.stop("it has a document type, which no object store sends")
    }
  }

  deinit {
    XML_ParserFree(parser)
    state.pointee.text.deallocate()
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// Takes a part of the document.
  ///
  /// - Returns: What is wrong with it; nil if nothing is so far.
  func parse(_ bytes: UnsafeRawBufferPointer) -> String? {
    if let problem = state.pointee.problem { return problem }
    size += bytes.count
    guard size <= Self.sizeLimit else { return "it is longer than \(Self.sizeLimit) bytes" }
    return read(bytes, isLast: false)
  }

  /// Ends the document.
  ///
  /// - Returns: What is wrong with it, such as a missing end; nil if nothing is.
  func finish() -> String? {
    if let problem = state.pointee.problem { return problem }
    guard !isEnded else { return nil }
    isEnded = true
    return read(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
  }

  private func read(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> String? {
    let status = XML_Parse(
      parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: bytes.count),
      isLast ? 1 : 0)
    if let problem = state.pointee.problem { return problem }
    guard status != XML_STATUS_OK else { return nil }
    let code = XML_GetErrorCode(parser)
    if code == XML_ERROR_NO_ELEMENTS { return "it is empty" }
    let reason = XML_ErrorString(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
    return "it is no whole XML (\(reason), line \(XML_GetCurrentLineNumber(parser)))"
  }
}

/// What a parser's calls have to remember.
private struct XMLState {
  let parser: XML_Parser
  let handler: XMLHandler
  /// Room for the longest text, of which only what is used becomes real memory.
  let text = UnsafeMutableRawPointer.allocate(byteCount: XMLStream.textLimit, alignment: 1)
  var length = 0
  var depth = 0
  var problem: String?

  static func of(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLState>? {
    context?.assumingMemoryBound(to: XMLState.self)
  }

  mutating func begin(_ name: UnsafePointer<CChar>?) {
    guard let name else { return }
    length = 0
    depth += 1
    guard depth <= XMLStream.depthLimit else { return stop("its elements are nested too deeply") }
    var start = UnsafeRawPointer(name)
    var count = strlen(name)
    if let colon = strrchr(name, Int32(UInt8(ascii: ":"))) {
      count -= UnsafeRawPointer(colon) + 1 - start
      start = UnsafeRawPointer(colon) + 1
    }
    let bytes = start.assumingMemoryBound(to: UInt8.self)
    if let problem = handler.begin(UnsafeBufferPointer(start: bytes, count: count), depth: depth) {
      stop(problem)
    }
  }

  mutating func end() {
    let bytes = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    if let problem = handler.end(
      depth: depth, text: UnsafeBufferPointer(start: bytes, count: length))
    {
      stop(problem)
    }
    length = 0
    depth -= 1
  }

  mutating func take(_ bytes: UnsafePointer<CChar>?, _ count: Int32) {
    guard let bytes else { return }
    guard length + Int(count) <= XMLStream.textLimit else {
      return stop("a text in it is too long")
    }
    memcpy(text + length, bytes, Int(count))
    length += Int(count)
  }

  mutating func stop(_ text: String) {
    problem = problem ?? text
    // Fails only if it has been stopped before.
    _ = XML_StopParser(parser, 0)
  }
}
