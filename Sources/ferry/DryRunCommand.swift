import Glibc
import Migration
import Wire

/// `start-job --dry-run`: what a run would do, part by part, for trees of any size.
extension Session {
  func dryRun() throws(Failure) -> Answer {
    guard !invocation.isSet("wait") else {
      throw Failure.usage(
        UsageError("'--dry-run' starts nothing that '--wait' could wait for"))
    }
    // The first part tells whether there is anything to tell of, before a word is written.
    var view = try part(after: "")
    var teller = DryRunTeller(time: isJSON ? LocalClock.now : nil)
    var isRead = write(teller.opening)
    while true {
      isRead = isRead && write(teller.text(of: view))
      guard isRead, view.truncated, !view.nextMarker.isEmpty else { break }
      view = try part(after: view.nextMarker)
    }
    if isRead { _ = write(teller.closing) }
    return Answer(
      lines: [], isTold: true, exit: teller.sum.refusals > 0 ? .objectsFailed : .done)
  }

  private func part(after marker: String) throws(Failure) -> DryRunView {
    var request = ControlRequest("POST", "jobs", name, "dry-run")
    if !marker.isEmpty { request.add("marker", marker) }
    if invocation.isSet("all") { request.add("all", "true") }
    return try ask(request, for: DryRunView.self)
  }

  private func write(_ text: String) -> Bool {
    Console.write(Array(text.utf8), to: STDOUT_FILENO)
  }
}
