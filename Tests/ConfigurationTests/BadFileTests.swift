import Configuration
import Foundation
import TestSupport
import Testing

@Suite struct BadFileTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/config-bad")

  @Test("each kind of wrong file is answered with the message beside it")
  func all() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.fixtures.path)
      .filter { !$0.hasSuffix(".expected") }.sorted()
    #expect(names.count > 40)
    for name in names {
      let said = try mistakes(of: name)
      let stem = name.prefix { $0 != "." }
      let path = Self.fixtures.appending(path: "\(stem).expected")
      // FERRY_RECORD=1 writes the messages down anew; git diff shows what has become of them.
      if ProcessInfo.processInfo.environment["FERRY_RECORD"] == "1" {
        try Data((said + "\n").utf8).write(to: path)
      }
      let expected = String(decoding: try Data(contentsOf: path), as: UTF8.self)
      #expect(said + "\n" == expected, "\(name)")
    }
  }

  /// Puts a file in the place that its name's ending gives it, beside two good addresses and a job.
  private func mistakes(of name: String) throws -> String {
    try Scratch.with("bad") { folder in
      let tree = ConfigTree(folder)
      try tree.writeAddresses()
      try tree.write("usr/jobs.d/good.job", ConfigTree.job())
      let place =
        switch name.split(separator: ".").last {
        case "job": "etc/jobs.d/\(name)"
        case "address": "etc/addresses.d/\(name)"
        default: "etc/ferryd.conf"
        }
      try tree.write(place, "")
      let data = try Data(contentsOf: Self.fixtures.appending(path: name))
      try data.write(to: URL(filePath: "\(folder)/\(place)"))
      return tree.mistakes()
    }
  }
}
