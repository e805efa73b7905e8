import Migration

/// What an object store answered to a request that did not go well, or that nothing came of it.
struct StoreProblem: Equatable {
  /// The stable word for an object that fails because of it.
  let code: FailureCode
  /// A sentence that names the host and what it said; never a secret.
  var text: String
  /// Whether the next attempt, a moment later, may go well.
  var mayPass: Bool
  /// Whether the store asks for fewer requests.
  var isPressed = false
  /// How long it asks to wait, in nanoseconds; 0 if it does not say.
  var wantedPause: Int64 = 0
  /// Whether there was no answer, or from nobody who can help, so that further objects would fail alike.
  var isOutage = false
  /// Whether it is an upload that the store does not know any more, or not its parts.
  var isOfGoneUpload = false
  /// Whether another kind of request for the same may be answered.
  var isRefusalOfMethod = false
  /// What to do if every further request would fail in the same way; nil if it is the object's own.
  var remedy: String?
}

extension ObjectError {
  /// How long a store asks to wait, in nanoseconds; 0 if it does not say.
  var wantedPause: Int64 {
    if case .store(let problem) = cause { problem.wantedPause } else { 0 }
  }

  /// Whether a store asks for fewer requests.
  var isPressed: Bool {
    if case .store(let problem) = cause { problem.isPressed } else { false }
  }

  /// Whether a store does not know an upload any more, or not the parts that it has said to have.
  var isOfGoneUpload: Bool {
    if case .store(let problem) = cause { problem.isOfGoneUpload } else { false }
  }

  /// Whether a store will not do what it was asked for, and may do something else.
  var isRefusal: Bool {
    guard case .store(let problem) = cause, !problem.mayPass else { return false }
    return problem.code == .refused || problem.code == .permissionDenied
  }

  /// Whether it is no better if only the same part of an object is tried again.
  var isOfWholeObject: Bool {
    switch cause {
    case .changed: true
    case .store(let problem):
      problem.isOfGoneUpload || problem.code == .sourceGone || problem.code == .sourceChanged
    case .unverified, .system, .stopped: false
    }
  }

  /// Whether another object may go well all the same.
  var isOfOneObject: Bool {
    guard case .store(let problem) = cause else { return false }
    return !problem.isOutage && problem.remedy == nil
  }

  /// What keeps a run from its store altogether; nil if it is the object's own.
  var outage: String? {
    if case .store(let problem) = cause, problem.isOutage { problem.text } else { nil }
  }
}
