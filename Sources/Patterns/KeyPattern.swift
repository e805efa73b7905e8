import CRE2

/// A regular expression over whole object keys, in RE2's language: linear in time, whatever it says.
///
/// A key that is valid UTF-8 is matched as text, any other one byte by byte. `.` stands for any
/// character, a line break too. Matching allocates nothing.
///
/// @unchecked Sendable: matching changes nothing but RE2's cache, which has a lock of its own; the
/// two programs are freed when nobody has the pattern any more.
///
/// Source: <https://github.com/google/re2/wiki/Syntax>.
public final class KeyPattern: @unchecked Sendable {
  /// The longest text of a pattern, in bytes.
  public static let longest = 4_096

  /// The expression as it was given.
  public let text: String
  /// Whether all keys match that begin with one that matches.
  ///
  /// So it is of a pattern that ends in `.*`: if it matches a folder's key, it matches all that the
  /// folder holds.
  public let isOpenEnded: Bool

  private let asText: OpaquePointer
  private let bytewise: OpaquePointer

  /// Compiles an expression.
  ///
  /// - Throws: `PatternError` if it is none, or too large.
  public init(_ text: String) throws(PatternError) {
    guard text.utf8.count <= Self.longest else {
      throw PatternError("is longer than \(Self.longest) bytes; make several of it")
    }
    if let control = text.unicodeScalars.first(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      throw PatternError(
        "holds a control character; write \\x\(String(control.value, radix: 16)) in its place")
    }
    let asText = try Self.compile(text, bytewise: false)
    do throws(PatternError) {
      bytewise = try Self.compile(text, bytewise: true)
    } catch {
      ferry_pattern_free(asText)
      throw error
    }
    self.asText = asText
    self.text = text
    isOpenEnded = OpenEnd.has(text)
  }

  deinit {
    ferry_pattern_free(asText)
    ferry_pattern_free(bytewise)
  }

  /// Whether a whole key matches.
  public func matches(_ key: [UInt8]) -> Bool {
    key.withUnsafeBytes { bytes in
      let start = bytes.bindMemory(to: CChar.self).baseAddress
      if ferry_pattern_matches(asText, start, bytes.count) { return true }
      // As text, what is no text matches nothing that has a `.` in its place.
      return !key.isValidUTF8 && ferry_pattern_matches(bytewise, start, bytes.count)
    }
  }

  private static func compile(
    _ text: String, bytewise: Bool
  ) throws(PatternError) -> OpaquePointer {
    var text = text
    let made = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        ferry_pattern_new(characters.baseAddress, characters.count, bytewise)
      }
    }
    guard let made else { throw PatternError("takes more memory than there is") }
    guard let error = ferry_pattern_error(made) else { return made }
    let problem = PatternError("does not compile: \(String(cString: error))")
    ferry_pattern_free(made)
    throw problem
  }
}

extension [UInt8] {
  fileprivate var isValidUTF8: Bool {
    var rest = makeIterator()
    var decoder = UTF8()
    while true {
      switch decoder.decode(&rest) {
      case .scalarValue: continue
      case .emptyInput: return true
      case .error: return false
      }
    }
  }
}
