import Calendar
import Foundation
import Glibc
import Platform
import Testing

@Suite struct JournalSinkTests {
  @Test(
    "a record is found in the real journal by its fields",
    .enabled(
      if: access("/run/systemd/journal/socket", W_OK) == 0 && geteuid() == 0,
      "needs a running journald and the right to read it"))
  func realJournal() throws {
    let marker = UUIDText.random()
    let message = "first\nsecond é"
    JournalSink().write(
      LogRecord(
        time: WallClock.now(), level: .notice, message: message,
        id: MessageID("0123456789abcdef0123456789abcdef"),
        fields: [LogField("FERRY_TEST", marker), LogField("FERRY_RUN", 3)]))
    let found = try journal(matching: "FERRY_TEST=\(marker)")
    #expect(found["MESSAGE"] == message)
    #expect(found["PRIORITY"] == "5")
    #expect(found["MESSAGE_ID"] == "0123456789abcdef0123456789abcdef")
    #expect(found["FERRY_RUN"] == "3")
    #expect(found["_PID"] == "\(getpid())")
  }
}

/// The fields of the one record that matches, by journalctl; waits until it is written.
private func journal(matching match: String) throws -> [String: String] {
  let deadline = MonotonicTime.now().advanced(byNanoseconds: 10_000_000_000)
  while MonotonicTime.now() < deadline {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/journalctl")
    process.arguments = ["-q", "-o", "json", match]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard !data.isEmpty else { continue }
    return try JSONDecoder().decode([String: String].self, from: data)
  }
  return [:]
}
