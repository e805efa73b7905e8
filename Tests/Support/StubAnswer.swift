/// The head of an answer that a `FaultProxy` has read.
struct StubAnswer {
  let status: Int
  /// The lines of its headers, without the one that tells what becomes of the connection.
  var lines: [String]

  /// Reads a head; nil if it is none.
  init?(_ raw: [UInt8]) {
    var lines = String(decoding: raw, as: UTF8.self).split(separator: "\r\n").map(String.init)
    guard let first = lines.first, let status = Int(first.dropFirst(9).prefix(3)) else {
      return nil
    }
    self.status = status
    lines.removeAll { $0.lowercased().hasPrefix("connection:") }
    self.lines = lines
  }

  /// What it says about its body's length; nil if it says nothing.
  var contentLength: Int? {
    value("content-length").flatMap { Int($0) }
  }

  /// Puts another value in the place of a header's.
  mutating func replace(_ name: String, by value: String) {
    for index in lines.indices where lines[index].lowercased().hasPrefix(name.lowercased() + ":") {
      lines[index] = "\(name): \(value)"
    }
  }

  func value(_ name: String) -> String? {
    lines.first { $0.lowercased().hasPrefix(name + ":") }
      .map { String($0.dropFirst(name.utf8.count + 1).drop { $0 == " " }) }
  }

  var raw: [UInt8] { Array((lines + ["", ""]).joined(separator: "\r\n").utf8) }
}
