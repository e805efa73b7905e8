import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct LevelTests {
  @Test("a slot that waits for the end of a run is still waiting after kill -9, and then starts")
  func queueOverCrash() throws {
    try DaemonFixture.with("queue") { fixture in
      try fixture.makePair("[Schedule]\nStart=* * * * * *\nOverlap=queue\n[Throttle]\nMaxQPS=2")
      for number in 0..<8 {
        try Tree.write(fixture.folder + "/source", Array("\(number)".utf8), Array("x".utf8))
      }
      try fixture.start()
      let waits = try eventually(20) {
        try !fixture.ferry("get-job", "job", "--json").data["QueuedSlot"].text.isEmpty
      }
      #expect(waits)
      let slot = try #require(try fixture.number("SELECT queued_us FROM job"))
      fixture.kill()
      #expect(try fixture.number("SELECT queued_us FROM job") == slot)
      try fixture.start()
      let follows = try eventually(30) {
        try (fixture.number("SELECT count(*) FROM run") ?? 0) >= 2
      }
      #expect(follows)
      #expect(fixture.stop() == 0)
      #expect(try fixture.number("SELECT slot_us FROM run WHERE number = 2") == slot)
      let row = "SELECT run FROM slot WHERE outcome = 'started' AND first_us = \(slot)"
      #expect(try fixture.number(row) == 2)
      let counted = try fixture.number("SELECT sum(count) FROM slot_count")
      #expect(
        try counted == fixture.number("SELECT sum(count) FROM slot WHERE outcome <> 'queued'"))
    }
  }

  @Test("a job made by request is changed, rests with a note and goes on; a file's is not")
  func requests() throws {
    try DaemonFixture.with("edit") { fixture in
      try fixture.makePair("[Schedule]\nStart=0 0 2 * * *")
      try fixture.writeAddress("other", try fixture.makeFolder("other"))
      try fixture.start()
      let made = try fixture.ferry(
        "create-job", "asked", "--src-address", "src", "--dest-address", "other",
        "--overwrite-mode", "never", "--start-cron-expression", "* * * * * *",
        "--suspend-cron-expression", "* * * * * *", "--jitter", "1h", "--not-after", "2099-01-01")
      #expect(made.status == 0 && made.err.contains("a tie is a pause"), "\(made)")
      try fixture.done("disable", "asked", "--note", "moving house")
      let resting = try fixture.ferry("get-job", "asked")
      #expect(resting.out.contains("moving house") && resting.out.contains("disabled"))
      try fixture.done(
        "update-job", "asked", "--suspend-cron-expression", "", "--jitter", "0", "--not-after", "",
        "--max-run-time", "2h", "--tags", "k:v")
      usleep(1_100_000)
      try fixture.done("enable", "asked")
      let starts = try eventually(10) {
        try (fixture.number("SELECT count(*) FROM run") ?? 0) >= 1
      }
      #expect(starts)
      let data = try fixture.ferry("get-job", "asked", "--json").data
      #expect(data["Slots"]["Skipped"]["disabled"].number >= 1)
      #expect(data["Slots"]["Started"].number >= 1)
      #expect(data["MaxRunTime"].text == "2h" && data["Tags"].text == "k:v")
      #expect(!data["ScheduleRule"].names.contains("NotAfter"))
      for words in [["disable", "job"], ["enable", "job"], ["update-job", "job", "--tags", "a"]] {
        let said = try fixture.ferry(words)
        #expect(said.status == 1 && said.err.contains("jobs.d/job.job"), "\(said)")
      }
      let never = try fixture.ferry(
        "update-job", "asked", "--not-before", "2030-01-02", "--not-after", "2030-01-01")
      #expect(never.status == 1 && never.err.contains("comes before NotBefore"), "\(never)")
      #expect(fixture.stop() == 0)
    }
  }

  @Test("a run that lasts longer than MaxRunTime is closed with what is done")
  func runLimit() throws {
    try DaemonFixture.with("limit") { fixture in
      try fixture.makePair("[Throttle]\nMaxQPS=2")
      let path = "\(fixture.etc)/jobs.d/job.job"
      try Texts.write("[Job]\nMaxRunTime=2s\n" + Texts.read(path), to: path)
      for number in 0..<40 {
        try Tree.write(fixture.folder + "/source", Array("\(number)".utf8), Array("x".utf8))
      }
      try fixture.start()
      let said = try fixture.ferry("start-job", "job", "--wait", "--json")
      #expect(said.status == 0, "\(said)")
      let history = try fixture.ferry("list-job-history", "job", "--json").data["JobHistory"].array
      #expect(history.contains { $0["Message"].text.contains("MaxRunTime") }, "\(said)")
      #expect(try fixture.number("SELECT copied + failed < 40 FROM run") == 1)
      #expect(fixture.stop() == 0)
    }
  }
}
