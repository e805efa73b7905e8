import Calendar
import HTTP
import Migration

extension S3Client {
  /// Reads the next page of a list.
  ///
  /// After an error the list stands where it stood, so that the same page can be asked for again.
  /// Nothing is allocated for an entry.
  ///
  /// - Parameters:
  ///   - listing: How far the list has come; goes on by the page.
  ///   - page: Is filled with the page.
  /// - Returns: False, and an empty page, if there are no more pages.
  public func list(_ listing: inout S3Listing, into page: inout S3Page) throws(S3Error) -> Bool {
    guard !listing.isDone else {
      page.clear()
      return false
    }
    let profile = endpoint.profile
    let call = S3Call(
      action: "list", method: "GET",
      query: listing.query(byToken: profile.listsByToken, encoded: profile.encodesLists))
    let handler = ListHandler(reusing: page)
    page = S3Page()
    defer { page = handler.takePage() }
    guard let stream = XMLStream(handler) else {
      throw S3Error(.malformed("there is no memory for it"), subject(call))
    }
    // The first bytes tell what it is, if it is no list.
    var start: [UInt8] = []
    var problem: String?
    let head = try send(call, check: { _ in }) { bytes in
      if start.count < 64 {
        start.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.prefix(64)))
      }
      if problem == nil { problem = stream.parse(bytes) }
    }
    problem = problem ?? stream.finish()
    if let problem { throw failure(head, start, problem, handler, call) }
    guard handler.decode() else {
      throw S3Error(.malformed("a key in it is not encoded as it says"), subject(call))
    }
    if let problem = handler.withPage({ listing.accept($0) }) {
      throw S3Error(.malformed(problem), subject(call))
    }
    return true
  }

  private func failure(
    _ head: HTTPHead, _ start: [UInt8], _ problem: String, _ handler: ListHandler, _ call: S3Call
  ) -> S3Error {
    handler.clear()
    if handler.root.lowercased() == "html" {
      return S3Error(.notS3("status \(head.status) with a web page"), subject(call))
    }
    return unreadable(head, start, problem, call)
  }

  func learnClock(_ head: HTTPHead) {
    guard let told = head["date"].flatMap(TimeText.instant(ofHeader:)) else { return }
    let (lead, overflow) = told.microseconds.subtractingReportingOverflow(now().microseconds)
    guard !overflow, lead.magnitude < 400 * 86_400_000_000 else { return }
    clockLead = lead.magnitude < 2_000_000 ? 0 : lead * 1_000
  }
}
