import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct NextBatchTests {
  @Test("each line has its answer on a line of its own, whatever stands in the lines around it")
  func answers() throws {
    try DaemonFixture.with("batch") { fixture in
      let said = try ask(fixture, batchCases.map { Array($0.question.utf8) })
      #expect(said.status == 0 && said.err == "")
      #expect(said.lines.count == batchCases.count)
      for (each, line) in zip(batchCases, said.lines) {
        #expect(line == each.answer, "\(each.question)")
      }
    }
  }

  @Test("lines that are no questions are answered with an error and hold up no other line")
  func hostile() throws {
    try DaemonFixture.with("batch-hostile") { fixture in
      let good = Array(#"{"expr":"@daily","from_epoch":0,"count":1}"#.utf8)
      var lines: [[UInt8]] = []
      for each in hostileLines { lines += [each.line, good] }
      let said = try ask(fixture, lines)
      #expect(said.status == 0 && said.err == "")
      #expect(said.lines.count == lines.count)
      for (index, each) in hostileLines.enumerated() where 2 * index + 1 < said.lines.count {
        let answer = JSON(said.lines[2 * index])
        #expect(answer.names == ["error"], "\(each.says): \(said.lines[2 * index])")
        #expect(answer["error"].text.contains(each.says), "\(said.lines[2 * index])")
        #expect(said.lines[2 * index + 1] == #"{"next":[86400]}"#, "after: \(each.says)")
      }
    }
  }

  @Test("the ends of lines and of the text are what other systems make of them")
  func ends() throws {
    try DaemonFixture.with("batch-ends") { fixture in
      let question = #"{"expr":"@daily","from_epoch":0,"count":1}"#
      let answer = #"{"next":[86400]}"# + "\n"
      for (text, answers) in [
        ("", 0), (question, 1), (question + "\n", 1), (question + "\r\n" + question + "\r\n", 2),
      ] {
        try Texts.write(text, to: fixture.folder + "/in")
        let said = try batch(fixture)
        #expect(said.status == 0 && said.out == String(repeating: answer, count: answers))
      }
    }
  }

  @Test("who waits for each answer gets it before the next question")
  func conversation() throws {
    try DaemonFixture.with("batch-talk") { fixture in
      let script = """
        coproc F { exec "$0" next --batch; }
        for day in 0 1 2; do
          echo '{"expr":"@daily","from_epoch":'$((day * 86400))',"count":1}' >&"${F[1]}"
          read -r -t 20 -u "${F[0]}" answer || exit 1
          echo "$answer"
        done
        """
      let said = try fixture.run(["/bin/bash", "-c", script, "\(fixture.binaries)/ferry"])
      let answers = [86_400, 172_800, 259_200].map { "{\"next\":[\($0)]}\n" }.joined()
      #expect(said.status == 0 && said.out == answers, "\(said)")
    }
  }

  @Test("it ends when nobody reads its answers or they cannot be written")
  func unread() throws {
    try DaemonFixture.with("batch-unread") { fixture in
      let question = #"{"expr":"* * * * * *","from_epoch":0,"count":1000}"# + "\n"
      try Texts.write(String(repeating: question, count: 20_000), to: fixture.folder + "/in")
      let lines = "\(fixture.binaries)/ferry next --batch < \(fixture.folder)/in"
      let cut = try fixture.run(
        ["/bin/bash", "-c", "\(lines) | head -c 9; exit ${PIPESTATUS[0]}"])
      #expect(cut.out == #"{"next":["# && cut.status != 0, "\(cut)")
      let full = try fixture.run(["/bin/bash", "-c", "\(lines) > /dev/full"])
      #expect(full.status == 1, "\(full)")
      let folder = try fixture.run(
        ["/bin/bash", "-c", "\(fixture.binaries)/ferry next --batch < /"])
      #expect(folder.status == 1 && folder.err.contains("EISDIR"), "\(folder)")
    }
  }

  @Test("thousands of questions a second are answered")
  func speed() throws {
    try DaemonFixture.with("batch-speed") { fixture in
      let text = (0..<10_000).map { number in
        #"{"expr":"0 \#(number % 60) 2 * * MON-FRI","tz":"Europe/Berlin","from_epoch":"#
          + "\(number * 86_400),\"count\":5}\n"
      }
      try Texts.write(text.joined(), to: fixture.folder + "/in")
      var said: DaemonFixture.Said?
      // A debug build on a busy machine: a release build takes a tenth of a second.
      #expect(try seconds { said = try batch(fixture) } < 20)
      #expect(said?.out.split(separator: "\n").count == 10_000)
      #expect(said?.out.contains("error") == false)
    }
  }

  /// The answers to the lines of standard input.
  private func ask(
    _ fixture: DaemonFixture, _ lines: [[UInt8]]
  ) throws -> (status: Int32, lines: [String], err: String) {
    let text = Data(lines.joined(separator: [UInt8(ascii: "\n")])) + Data("\n".utf8)
    try text.write(to: URL(fileURLWithPath: fixture.folder + "/in"))
    let said = try batch(fixture)
    return (said.status, said.out.split(separator: "\n").map { String($0) }, said.err)
  }

  private func batch(_ fixture: DaemonFixture) throws -> DaemonFixture.Said {
    try fixture.run([
      "/bin/sh", "-c", "exec \"$0\" next --batch < \"$1\"", "\(fixture.binaries)/ferry",
      fixture.folder + "/in",
    ])
  }
}
