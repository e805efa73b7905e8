internal import CExpat
internal import Glibc
internal import Migration
internal import Wire

/// Reads a request's XML into a tree, within bounds.
///
/// No document type, so no entities but XML's own five and numbers; prefixes of namespaces are
/// dropped.
///
/// Source: Expat's reference manual, <https://libexpat.github.io/doc/api/latest/>.
enum XMLReader {
  /// The greatest depth of elements; the deepest that clients send is 6.
  static let depthLimit = 12
  /// The most elements.
  static let countLimit = 20_000
  /// The longest name, in bytes.
  static let nameLimit = 128

  /// Reads a document.
  ///
  /// - Throws: `InvalidArgument` with what is wrong with it.
  static func read(_ bytes: [UInt8]) throws(Refusal) -> XMLElement {
    guard let parser = XML_ParserCreate(nil) else {
      throw Refusal(.internalError, "There is no memory left to read the request's XML.")
    }
    defer { XML_ParserFree(parser) }
    // Lives until the parser is freed, which is the only one to have a pointer to it.
    let state = XMLTree(parser)
    defer { extendLifetime(state) }
    XML_SetUserData(parser, Unmanaged.passUnretained(state).toOpaque())
    XML_SetElementHandler(
      parser, { context, name, _ in XMLTree.of(context)?.begin(name) },
      { context, _ in XMLTree.of(context)?.end() })
    XML_SetCharacterDataHandler(parser) { context, text, count in
      XMLTree.of(context)?.take(text, count)
    }
    XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
      XMLTree.of(context)?.stop("it has a document type, which is not taken here")
    }
    let status = bytes.withUnsafeBytes { bytes in
      XML_Parse(
        parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
        Int32(clamping: bytes.count), 1)
    }
    if let problem = state.problem { throw wrong(problem) }
    guard status == XML_STATUS_OK, let root = state.root else {
      let code = XML_GetErrorCode(parser)
      let reason = XML_ErrorString(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
      throw wrong(
        "it is no whole XML (\(reason), line \(XML_GetCurrentLineNumber(parser)), column "
          + "\(XML_GetCurrentColumnNumber(parser) + 1))")
    }
    return root
  }

  private static func wrong(_ problem: String) -> Refusal {
    Refusal(.invalidArgument, "The request's body is not taken: \(problem).")
  }
}

/// The tree as it grows.
private final class XMLTree {
  private let parser: XML_Parser
  /// The elements that are open, the root first, with their text so far.
  private var open: [(element: XMLElement, text: [UInt8])] = []
  private var count = 0
  private(set) var root: XMLElement?
  private(set) var problem: String?

  init(_ parser: XML_Parser) {
    self.parser = parser
  }

  static func of(_ context: UnsafeMutableRawPointer?) -> XMLTree? {
    context.map { Unmanaged<XMLTree>.fromOpaque($0).takeUnretainedValue() }
  }

  func begin(_ name: UnsafePointer<CChar>?) {
    guard problem == nil, let name else { return }
    count += 1
    guard count <= XMLReader.countLimit else {
      return stop("it has more than \(XMLReader.countLimit) elements")
    }
    guard open.count < XMLReader.depthLimit else {
      return stop("its elements are nested deeper than \(XMLReader.depthLimit)")
    }
    guard strlen(name) <= XMLReader.nameLimit else {
      return stop("an element has a name of more than \(XMLReader.nameLimit) bytes")
    }
    let full = String(cString: name)
    let local = full.split(separator: ":").last.map { String($0) } ?? full
    open.append((XMLElement(local), []))
  }

  func take(_ text: UnsafePointer<CChar>?, _ count: Int32) {
    guard problem == nil, let text, !open.isEmpty else { return }
    text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
      open[open.count - 1].text += UnsafeBufferPointer(start: $0, count: Int(count))
    }
  }

  func end() {
    guard problem == nil, let last = open.popLast() else { return }
    var element = last.element
    // Expat gives UTF-8 whatever the document's encoding is.
    element.text = String(decoding: last.text, as: UTF8.self)
    guard open.isEmpty else {
      open[open.count - 1].element.children.append(element)
      return
    }
    root = element
  }

  func stop(_ text: String) {
    problem = problem ?? text
    // Fails only if it has been stopped before.
    _ = XML_StopParser(parser, XML_Bool(0))
  }
}
