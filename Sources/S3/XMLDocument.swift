/// A small document as a table: texts that stand in the root, and rows of elements that have
/// elements of their own.
struct XMLDocument {
  /// The root's name.
  fileprivate(set) var root = ""
  /// The rows, by the name of their element, in their order.
  fileprivate(set) var rows: [(name: String, fields: [String: [UInt8]])] = []

  fileprivate var fields: [String: [UInt8]] = [:]

  /// The bytes of an element in the root; nil if there is none.
  func bytes(_ name: String) -> [UInt8]? { fields[name] }

  /// The text of an element in the root; nil if there is none or it is empty.
  func text(_ name: String) -> String? {
    guard let bytes = fields[name], !bytes.isEmpty else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text of a row's field; empty if there is none.
  static func text(_ field: [UInt8]?) -> String { String(decoding: field ?? [], as: UTF8.self) }

  /// A row's field as a whole number; nil if it is none.
  static func integer(_ field: [UInt8]?) -> Int64? { Int64(text(field)) }

  /// What may be wrong with a document.
  struct Problem: Error {
    let text: String
  }

  /// Reads a whole document.
  static func read(_ bytes: [UInt8]) throws(Problem) -> XMLDocument {
    let handler = DocumentHandler()
    guard let stream = XMLStream(handler) else { throw Problem(text: "there is no memory for it") }
    // Blanks may come before, to keep a connection alive while the service thinks.
    let start = bytes.firstIndex { $0 > 0x20 } ?? 0
    let problem = bytes.withUnsafeBytes { bytes in
      stream.parse(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }
    if let problem = problem ?? stream.finish() {
      throw Problem(text: problem)
    }
    return handler.document
  }
}

/// Fills a table.
private final class DocumentHandler: XMLHandler {
  /// More rows than any answer has: parts of an object come by the thousand.
  private static let rowLimit = 10_000

  var document = XMLDocument()
  /// The names of the elements that are open, from the root on.
  private var open: [String] = []
  private var row: [String: [UInt8]]?

  override func begin(_ name: UnsafeBufferPointer<UInt8>, depth: Int) -> String? {
    let name = String(decoding: name, as: UTF8.self)
    if depth == 1 { document.root = name }
    if depth == 3, row == nil { row = [:] }
    open.append(name)
    return document.rows.count > Self.rowLimit || document.fields.count > 200
      ? "it has more elements than such an answer can have" : nil
  }

  override func end(depth: Int, text: UnsafeBufferPointer<UInt8>) -> String? {
    let name = open.removeLast()
    switch depth {
    case 2:
      if let fields = row {
        document.rows.append((name, fields))
        row = nil
      } else {
        document.fields[name] = Array(text)
      }
    case 3: row?[name] = Array(text)
    default: break
    }
    return nil
  }
}
