import Foundation
import Testing

@testable import Wire

/// The manual pages say what the tables say: no flag or key is missing, none is made up.
@Suite struct ManPageTests {
  @Test("ferry(1) has each verb with its flags, and no other")
  func verbs() throws {
    let page = try ManPage("ferry.1")
    let shared = page.items("Flags that define a job", "Fl -")
    #expect(!shared.isEmpty)
    let others = [
      "Flags of every verb", "Flags that define a job", "From a request to a file",
      "Exit status of status --check",
    ]
    let titles = page.subsections.map(\.title).filter { !others.contains($0) }
    #expect(titles == CommandTable.verbs.map { $0.name + $0.argumentUsage })
    for verb in CommandTable.verbs {
      var told = page.items(verb.name + verb.argumentUsage, "Fl -")
      if verb.id == .createJob || verb.id == .updateJob { told.formUnion(shared) }
      #expect(told == Set(verb.flags.filter(\.isOffered).map(\.name)), "\(verb.name)")
    }
    #expect(
      page.items("Flags of every verb", "Fl -") == Set(CommandTable.common.map(\.name)))
  }

  @Test("the flags that are accepted without effect are named")
  func idle() throws {
    let page = try ManPage("ferry.1")
    for flag in CommandTable.verbs.flatMap(\.flags) {
      guard case .none = flag.effect else { continue }
      #expect(page.text.contains("-\(flag.name)"))
    }
  }

  @Test("the pages of the files have each section and key, and no other")
  func keys() throws {
    let tables = [
      ("ferryd.conf.5", ConfigTable.daemon), ("ferry.job.5", .job), ("ferry.address.5", .address),
    ]
    for (name, table) in tables {
      let page = try ManPage(name)
      let titles = page.subsections.map(\.title).filter { $0.hasPrefix("[") }
      #expect(titles == table.sections.map { "[\($0.name)]" }, "\(name)")
      for section in table.sections {
        let title = "[\(section.name)]"
        #expect(page.items(title, "Va ") == Set(section.served), "\(name) \(title)")
        let body = page.subsections.first { $0.title == title }?.lines ?? []
        let later = body.filter { $0.hasPrefix(".Va ") && $0.contains(" Ns =") }.map {
          $0.split(separator: " ")[1]
        }
        #expect(
          Set(later.map(String.init)) == Set(section.later + section.ofJobs), "\(name) \(title)")
      }
    }
  }

  @Test("each key that need not be given tells its default")
  func defaults() throws {
    for name in ["ferryd.conf.5", "ferry.job.5"] {
      for (title, lines) in try ManPage(name).subsections where title.hasPrefix("[") {
        for item in lines.split(whereSeparator: { $0.hasPrefix(".It ") }).dropFirst() {
          let text = item.joined(separator: " ").lowercased()
          #expect(text.contains("default:") || text.contains("has to be given"), "\(name): \(text)")
        }
      }
    }
  }
}

/// A page in mdoc, by its subsections.
private struct ManPage {
  let text: String
  var subsections: [(title: String, lines: [String])] = []

  init(_ name: String) throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    text = try String(contentsOf: root.appendingPathComponent("man/\(name)"), encoding: .utf8)
    var isInside = false
    for line in text.split(separator: "\n").map(String.init) {
      if line.hasPrefix(".Ss ") {
        isInside = true
        subsections.append((String(line.dropFirst(4)), []))
      } else if line.hasPrefix(".Sh ") {
        isInside = false
      } else if isInside {
        subsections[subsections.count - 1].lines.append(line)
      }
    }
  }

  /// The first word of each item of a subsection that begins with a macro.
  func items(_ title: String, _ macro: String) -> Set<String> {
    let lines = subsections.first { $0.title == title }?.lines ?? []
    let prefix = ".It " + macro
    return Set(
      lines.filter { $0.hasPrefix(prefix) }
        .compactMap { $0.dropFirst(prefix.count).split(separator: " ").first.map(String.init) })
  }
}
