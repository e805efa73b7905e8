import Foundation

/// A secret that is looked for afterwards, in every form in which it could have been written.
struct Canary {
  let text: String

  /// A secret like those of access keys: 40 letters, digits, `/` and `+`.
  init(_ name: String) {
    text = "wJalrXUtn/\(name)+" + UUID().uuidString.prefix(22).replacing("-", with: "K")
  }

  /// One that is known already.
  init(known text: String) {
    self.text = text
  }

  /// It raw, percent-encoded, with JSON's escapes, in hexadecimal and in base64.
  var forms: [String] {
    let bytes = Array(text.utf8)
    let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    let percent = text.replacing("/", with: "%2F").replacing("+", with: "%2B")
    let base64 = (0..<3).map { shift in
      let data = Data([UInt8](repeating: 0, count: shift) + bytes)
      // What its neighbours would decide is left out.
      return String(data.base64EncodedString().dropFirst(4).dropLast(4))
    }
    return [text, percent, text.replacing("/", with: #"\/"#), hex, hex.uppercased()] + base64
  }

  /// Places of canaries in some bytes.
  static func hits(of canaries: [Canary], in data: Data, _ place: String) -> [String] {
    canaries.flatMap { canary in
      canary.forms.filter { data.range(of: Data($0.utf8)) != nil }
        .map { "\(place) holds \($0)" }
    }
  }

  /// Places of canaries in all files of a folder.
  static func hits(of canaries: [Canary], below folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
    return names.flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      guard let data = FileManager.default.contents(atPath: path) else { return [] }
      return hits(of: canaries, in: data, path)
    }
  }

  /// Places of canaries in the arguments and variables of a process and of those below it.
  static func hits(of canaries: [Canary], inProcess pid: pid_t) throws -> [String] {
    var hits: [String] = []
    for name in ["cmdline", "environ"] {
      let path = "/proc/\(pid)/\(name)"
      let data = try FileHandle(forReadingFrom: URL(filePath: path)).readToEnd() ?? Data()
      hits += Self.hits(of: canaries, in: data, path)
    }
    for task in try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task") {
      let children = try Texts.read("/proc/\(pid)/task/\(task)/children")
      for child in children.split(separator: " ").compactMap({ pid_t($0) }) {
        hits += try Self.hits(of: canaries, inProcess: child)
      }
    }
    return hits
  }
}
