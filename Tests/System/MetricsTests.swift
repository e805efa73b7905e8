import Foundation
import SQLite
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct MetricsTests {
  @Test("the figures are well-formed, true, and do not go back when old runs are removed")
  func figures() throws {
    try DaemonFixture.with("metrics") { fixture in
      try fixture.makePair("[History]\nKeepRuns=2\n[Retry]\nAuto=no\n")
      for name in ["good", "bad"] {
        try Tree.write(fixture.folder + "/source", Array(name.utf8), Array("object".utf8))
      }
      try Tree.write(fixture.folder + "/destination", Array("bad/x".utf8), [1])
      try fixture.start()
      let empty = try read(fixture)
      #expect(empty.value("ferry_jobs", "state=\"begin\"") == "1")
      #expect(empty.value("ferry_metrics_truncated") == "0")
      #expect(empty.value("ferry_config_last_reload_successful") == "1")
      for _ in 1...5 { _ = try fixture.ferry("start-job", "job", "--wait") }
      let gone = try eventually(10) {
        try fixture.number("SELECT count(*) FROM run") ?? 0 == 2
      }
      #expect(gone)
      try expectFiveRuns(try read(fixture))
      // Counters outlive the daemon.
      #expect(fixture.stop() == 0)
      try fixture.start()
      try expectFiveRuns(try read(fixture))
      try FileManager.default.removeItem(atPath: fixture.folder + "/destination/bad")
      #expect(try fixture.ferry("retry-job", "job", "--wait").status == 0)
      let after = try read(fixture)
      #expect(
        after.value("ferry_runs_total", "job=\"job\",trigger=\"retry\",result=\"succeeded\"") == "1"
      )
      #expect(after.value("ferry_last_success_timestamp_seconds", "job=\"job\"") != nil)
      #expect(after.value("ferry_retry_children_total", "decision=\"made\"") == "1")
      #expect(after.value("ferry_sub_jobs", "state=\"finished\"") == "1")
    }
  }

  private func expectFiveRuns(_ text: Prometheus) throws {
    #expect(
      text.value("ferry_runs_total", "job=\"job\",trigger=\"manual\",result=\"failed\"") == "5")
    #expect(text.value("ferry_objects_total", "job=\"job\",result=\"copied\"") == "1")
    #expect(text.value("ferry_objects_total", "job=\"job\",result=\"skipped\"") == "4")
    #expect(text.value("ferry_objects_total", "job=\"job\",result=\"failed\"") == "5")
    #expect(text.value("ferry_bytes_total", "job=\"job\"") == "6")
    #expect(text.value("ferry_run_duration_seconds_count", "job=\"job\"") == "5")
    #expect(text.value("ferry_last_success_timestamp_seconds", "job=\"job\"") == nil)
    #expect(text.value("ferry_attention", "job=\"job\"") == "0")
  }

  @Test("a schedule shows its slots, its delay and what is left of it; the file is whole and open")
  func schedule() throws {
    try DaemonFixture.with("metrics-schedule") { fixture in
      try fixture.makePair("[Schedule]\nStart=* * * * * *\nMaxScheduleCount=3\n")
      try fixture.start()
      let isSpent = try eventually(15) {
        try read(fixture).value("ferry_schedule_runs_remaining", "job=\"job\"") == "0"
      }
      #expect(isSpent)
      let text = try read(fixture)
      #expect(text.value("ferry_start_delay_seconds_count", "job=\"job\"") == "3")
      let delay = Double(text.value("ferry_start_delay_seconds_sum", "job=\"job\"") ?? "") ?? -1
      #expect(delay >= 0 && delay < 10)
      #expect(text.value("ferry_slots_total", "job=\"job\",outcome=\"started\",reason=\"\"") == "3")
      #expect(text.value("ferry_next_start_timestamp_seconds", "job=\"job\"") == nil)
      let file = fixture.folder + "/ferry.prom"
      try fixture.done("metrics", "--output", file)
      _ = try Prometheus(try Texts.read(file))
      let facts = try FileManager.default.attributesOfItem(atPath: file)
      #expect((facts[.posixPermissions] as? NSNumber)?.intValue == 0o644)
      try Texts.write("[Job]\nSource=\n", to: "\(fixture.etc)/jobs.d/wrong.job")
      #expect(try fixture.ferry("reload").status == 78)
      #expect(try read(fixture).value("ferry_config_last_reload_successful") == "0")
    }
  }

  private func read(_ fixture: DaemonFixture) throws -> Prometheus {
    let said = try fixture.ferry("metrics")
    #expect(said.status == 0, "\(said)")
    return try Prometheus(said.out)
  }
}

/// A strict reader of the text format, as `promtool check metrics` is one.
struct Prometheus {
  private var samples: [String: String] = [:]

  init(_ text: String) throws {
    guard text.hasSuffix("\n") else { throw Problem("no line end at the end") }
    var known: [String: String] = [:]
    var helped: Set<String> = []
    var current = ""
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.split(separator: " ", maxSplits: 3).map(String.init)
      if line.hasPrefix("# HELP ") {
        guard words.count == 4, helped.insert(words[2]).inserted else { throw Problem("\(line)") }
        current = words[2]
      } else if line.hasPrefix("# TYPE ") {
        guard words.count == 4, words[2] == current, known[current] == nil,
          ["counter", "gauge", "summary"].contains(words[3])
        else { throw Problem("\(line)") }
        known[current] = words[3]
      } else {
        try add(String(line), of: current, kind: known[current])
      }
    }
  }

  private mutating func add(_ line: String, of family: String, kind: String?) throws {
    let pattern = #/([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)+)\})? (-?[0-9.]+)/#
    guard let match = try pattern.wholeMatch(in: line), Double(match.3) != nil else {
      throw Problem("no sample: \(line)")
    }
    let name = String(match.1)
    let isMember =
      kind == "summary" ? [family + "_sum", family + "_count"].contains(name) : name == family
    guard let kind, isMember else { throw Problem("not of \(family): \(line)") }
    guard kind != "counter" || name.hasSuffix("_total") else { throw Problem("no total: \(line)") }
    let labels = match.2.map(String.init) ?? ""
    let names = labels.matches(of: #/([a-z]+)="/#).map { $0.1 }
    guard Set(names).count == names.count, !labels.hasSuffix(",") else {
      throw Problem("labels: \(line)")
    }
    guard samples.updateValue(String(match.3), forKey: "\(name){\(labels)}") == nil else {
      throw Problem("twice: \(line)")
    }
  }

  func value(_ name: String, _ labels: String = "") -> String? { samples["\(name){\(labels)}"] }
}
