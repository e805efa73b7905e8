/// What an examination of a daemon and its machine has found.
public struct DoctorView: WireShape {
  /// The version of who examined.
  public var version: String
  /// The findings in the order of the checks.
  public var findings: [FindingView]

  /// The view with all its fields.
  public init(version: String, findings: [FindingView] = []) {
    self.version = version
    self.findings = findings
  }

  /// Whether something does not work.
  public var hasProblems: Bool { findings.contains { $0.level == .problem } }

  /// The findings as lines for people: what is bad first, what is well as one line each.
  public func lines(colours: Bool) -> [String] {
    var lines: [String] = []
    for (level, word, colour) in [
      (FindingView.Level.problem, "problem", Colour.red), (.warning, "warning", .yellow),
      (.ok, "ok", .green),
    ] {
      for finding in findings where finding.level == level {
        let title = colours ? colour.paint(word) : word
        let blanks = String(repeating: " ", count: "problem".count - word.count + 2)
        let isToldOf = finding.place.isEmpty || finding.what.contains(finding.place)
        let place = isToldOf ? "" : " (\(finding.place))"
        let indent = String(repeating: " ", count: "problem".count + 2)
        let text = Self.split("\(finding.check): \(finding.what)")
        lines.append(title + blanks + (text.first ?? "") + TerminalText.safe(place))
        lines += (text.dropFirst() + Self.split(finding.remedy)).map { indent + $0 }
      }
    }
    return lines + [summary]
  }

  /// `1 problem, 2 warnings, 15 as they should be`.
  public var summary: String {
    func count(_ level: FindingView.Level) -> Int { findings.count { $0.level == level } }
    let (problems, warnings) = (count(.problem), count(.warning))
    return "\(problems) \(problems == 1 ? "problem" : "problems"), "
      + "\(warnings) \(warnings == 1 ? "warning" : "warnings"), \(count(.ok)) as they should be"
  }

  private static func split(_ text: String) -> [String] {
    text.isEmpty
      ? []
      : text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { TerminalText.safe(String($0)) }
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    ["Version": .string(version), "Findings": .array(findings.map(\.json))]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    version = try fields.text("Version")
    findings = try fields.shapes("Findings", of: FindingView.self)
  }
}
