import HTTP
import Migration

/// An answer that is none of success, as the error of its object.
struct WebAnswer {
  private let url: WebURL
  private let head: HTTPHead

  init(_ url: WebURL, _ head: HTTPHead) {
    self.url = url
    self.head = head
  }

  /// The error, by the class of the status.
  var error: ObjectError {
    let (code, mayPass) = meaning
    var problem = StoreProblem(
      code: code, text: "\(url.shown): the server says \(head.status) \(words)", mayPass: mayPass)
    problem.isPressed = head.status == 429 || head.status == 503
    problem.isRefusalOfMethod = [400, 401, 403, 404, 405, 416, 501].contains(head.status)
    // A minute at most: whoever waits is to see that nothing moves.
    if let wait = head.integer("retry-after"), wait > 0 {
      problem.wantedPause = min(wait, 60) * 1_000_000_000
    }
    return ObjectError("get", .source, problem)
  }

  /// The stable word, and whether the next attempt may go well.
  private var meaning: (FailureCode, Bool) {
    switch head.status {
    case 404, 410: (.sourceGone, false)
    case 401, 402, 403, 407, 451: (.permissionDenied, false)
    case 408, 425, 429: (.unreachable, true)
    case 501, 505: (.refused, false)
    case 500...599: (.unreachable, true)
    default: (.refused, false)
    }
  }

  private var words: String {
    switch head.status {
    case 404, 410: "(it is not there any more)"
    case 401, 403: "(it may not be read, or its URL has expired)"
    case 429, 503: "(it asks for fewer requests)"
    case 500...599: "(it has a problem of its own)"
    case 300...399: "(it sends on, and does not say where)"
    default: "(it refuses)"
    }
  }
}
