import Calendar
import Testing
import Wire

@Suite struct ServiceStatusTests {
  @Test("the line for systemctl status says what goes on, what comes next and what needs a hand")
  func text() {
    let next = (job: "nightly", when: "02:00:00")
    let full = "the state folder's file system is full"
    let cases: [(String, Int, (job: String, when: String)?, Int, String)] = [
      ("", 0, nil, 0, "Idle"),
      ("", 1, nil, 0, "1 run going on"),
      ("", 0, next, 0, "Idle; next: nightly at 02:00:00"),
      ("", 2, next, 1, "2 runs going on; next: nightly at 02:00:00; 1 job needs attention"),
      ("", 0, nil, 3, "Idle; 3 jobs need attention"),
      (full, 1, next, 0, "\(full); 1 run going on; next: nightly at 02:00:00"),
    ]
    for (problem, runs, next, attention, text) in cases {
      var status = ServiceStatus()
      (status.problem, status.runs, status.next) = (problem, runs, next)
      status.attention = attention
      #expect(status.text == text)
    }
  }

  @Test("a start within a day is told by its time, a later one with its date")
  func when() {
    let local = LocalTime(Instant(seconds: 1_795_312_800), in: .utc)
    #expect(ServiceStatus.when(local, in: 0) == "02:00:00")
    #expect(ServiceStatus.when(local, in: 86_399) == "02:00:00")
    #expect(ServiceStatus.when(local, in: 86_400) == "2026-11-22 02:00:00")
  }
}
