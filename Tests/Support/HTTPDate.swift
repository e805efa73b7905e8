import Foundation

/// Dates as headers have them.
///
/// Source: RFC 9110, section 5.6.7.
enum HTTPDate {
  /// The text of a moment some seconds from now.
  static func text(in seconds: Int) -> String {
    var moment = time(nil) + seconds
    var parts = tm()
    gmtime_r(&moment, &parts)
    var text = [CChar](repeating: 0, count: 64)
    // The C locale's names, which a test process has not changed.
    let length = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
    return String(decoding: text[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
