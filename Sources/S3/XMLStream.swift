import CExpat

/// Takes the elements of a document, one after another.
class XMLHandler {
  /// Why the document is not taken any further; nil as long as it is.
  var problem: String?

  /// An element begins; `depth` is 1 for the root.
  func begin(_ name: UnsafeBufferPointer<UInt8>, depth: Int) {}

  /// An element ends; `text` is what stands in it after its last inner element.
  func end(depth: Int, text: UnsafeBufferPointer<UInt8>) {}
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
  private let handler: XMLHandler
  private var text: [UInt8] = []
  private var depth = 0
  private var size = 0
  private var isEnded = false

  /// A reader that tells a handler what it finds; nil without memory.
  init?(_ handler: XMLHandler) {
    guard let parser = XML_ParserCreate(nil) else { return nil }
    self.parser = parser
    self.handler = handler
    text.reserveCapacity(4096)
    // The parser never outlives this object, which is not retained by it.
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser,
      { context, name, _ in XMLStream.of(context) { $0.begin(name) } },
      { context, _ in XMLStream.of(context) { $0.end() } })
    XML_SetCharacterDataHandler(parser) { context, bytes, count in
      XMLStream.of(context) { $0.take(bytes, count) }
    }
    XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
      XMLStream.of(context) { $0.stop("it has a document type, which no object store sends") }
    }
  }

  deinit {
    XML_ParserFree(parser)
  }

  /// Takes a part of the document.
  ///
  /// - Returns: What is wrong with it; nil if nothing is so far.
  func parse(_ bytes: UnsafeRawBufferPointer) -> String? {
    if let problem = handler.problem { return problem }
    size += bytes.count
    guard size <= Self.sizeLimit else { return "it is longer than \(Self.sizeLimit) bytes" }
    return read(bytes, isLast: false)
  }

  /// Ends the document.
  ///
  /// - Returns: What is wrong with it, such as a missing end; nil if nothing is.
  func finish() -> String? {
    if let problem = handler.problem { return problem }
    guard !isEnded else { return nil }
    isEnded = true
    return read(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
  }

  private func read(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> String? {
    let status = XML_Parse(
      parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: bytes.count),
      isLast ? 1 : 0)
    if let problem = handler.problem { return problem }
    guard status != XML_STATUS_OK else { return nil }
    let code = XML_GetErrorCode(parser)
    if code == XML_ERROR_NO_ELEMENTS { return "it is empty" }
    let reason = XML_ErrorString(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
    return "it is no whole XML (\(reason), line \(XML_GetCurrentLineNumber(parser)))"
  }

  // MARK: What the parser tells

  private static func of(_ context: UnsafeMutableRawPointer?, _ body: (XMLStream) -> Void) {
    guard let context else { return }
    Unmanaged<XMLStream>.fromOpaque(context)._withUnsafeGuaranteedRef(body)
  }

  private func begin(_ name: UnsafePointer<CChar>?) {
    guard let name else { return }
    text.removeAll(keepingCapacity: true)
    depth += 1
    guard depth <= Self.depthLimit else { return stop("its elements are nested too deeply") }
    var start = 0
    var length = 0
    while name[length] != 0 {
      if name[length] == CChar(bitPattern: UInt8(ascii: ":")) { start = length + 1 }
      length += 1
    }
    name.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
      handler.begin(
        UnsafeBufferPointer(start: bytes + start, count: length - start), depth: depth)
    }
    if handler.problem != nil { halt() }
  }

  private func end() {
    text.withUnsafeBufferPointer { handler.end(depth: depth, text: $0) }
    text.removeAll(keepingCapacity: true)
    depth -= 1
    if handler.problem != nil { halt() }
  }

  private func take(_ bytes: UnsafePointer<CChar>?, _ count: Int32) {
    guard let bytes else { return }
    let count = Int(count)
    guard text.count + count <= Self.textLimit else { return stop("a text in it is too long") }
    bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
      text.append(contentsOf: UnsafeBufferPointer(start: $0, count: count))
    }
  }

  private func stop(_ problem: String) {
    handler.problem = handler.problem ?? problem
    halt()
  }

  private func halt() {
    // Fails only if it has been stopped before.
    _ = XML_StopParser(parser, 0)
  }
}
