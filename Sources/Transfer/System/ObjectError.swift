import CLinux
import Glibc
import Migration

/// What went wrong with one object, or with a folder on the way to it.
struct ObjectError: Error {
  /// Whose file it was about.
  enum Side {
    case source
    case destination
  }

  /// What it was.
  enum Cause: Equatable {
    /// A call of the system failed, with this errno.
    case system(Int32)
    /// The source changed while it was read.
    case changed
    /// The destination does not hold what was written.
    case unverified
    /// An object store's answer, or none from it.
    case store(StoreProblem)
    /// The run stops; nothing is to be said of the object.
    case stopped
  }

  /// What was being done, such as "open".
  let stage: StaticString
  let side: Side
  let cause: Cause

  /// A failed call of the system, with its positive errno.
  init(_ stage: StaticString, _ side: Side, _ code: Int32) {
    self.stage = stage
    self.side = side
    cause = .system(code)
  }

  /// What an object store answered.
  init(_ stage: StaticString, _ side: Side, _ problem: StoreProblem) {
    self.init(stage, side, cause: .store(problem))
  }

  private init(_ stage: StaticString, _ side: Side, cause: Cause) {
    self.stage = stage
    self.side = side
    self.cause = cause
  }

  static let changed = ObjectError("read", .source, cause: .changed)
  static let unverified = ObjectError("verify", .destination, cause: .unverified)
  static let stopped = ObjectError("stop", .source, cause: .stopped)

  /// The errno, 0 if it was none.
  var code: Int32 {
    if case .system(let code) = cause { code } else { 0 }
  }

  /// Throws the error of a shim's result, if it is one.
  @inline(__always)
  static func check(
    _ result: Int32, _ stage: StaticString, _ side: Side
  ) throws(ObjectError) {
    if result < 0 { throw ObjectError(stage, side, -result) }
  }

  /// Throws the error of a shim's result, if it is one, or returns the count that it is.
  @inline(__always)
  static func count(
    _ result: Int, _ stage: StaticString, _ side: Side
  ) throws(ObjectError) -> Int {
    if result < 0 { throw ObjectError(stage, side, Int32(truncatingIfNeeded: -result)) }
    return result
  }
}

extension ObjectError: CustomStringConvertible {
  /// "open source: Permission denied (EACCES)".
  var description: String {
    let words: String
    switch cause {
    case .system(let code): words = Self.text(code)
    case .changed: words = "it changed while it was copied"
    case .unverified: words = "it is not what was written"
    // It says itself what was done and where.
    case .store(let problem): return problem.text
    case .stopped: words = "the run stops"
    }
    return "\(stage) \(side == .source ? "source" : "destination"): \(words)"
  }

  /// The system's words for an errno, with its name.
  static func text(_ code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      guard let start = buffer.baseAddress else { return "errno \(code)" }
      ferry_error_text(code, start, buffer.count)
      return String(cString: start)
    }
  }
}

extension ObjectError {
  /// The stable word for a failed object.
  var failureCode: FailureCode {
    switch (cause, side) {
    case (.changed, _), (.stopped, _): .sourceChanged
    case (.unverified, _): .verifyFailed
    case (.store(let problem), _): problem.code
    case (.system(EACCES), _), (.system(EPERM), _): .permissionDenied
    case (.system(ENOENT), .source), (.system(ENOTDIR), .source): .sourceGone
    case (.system(ELOOP), .source): .sourceChanged
    case (.system(ENOTDIR), .destination), (.system(ELOOP), .destination): .notADirectory
    case (.system(EISDIR), .destination), (.system(ENOTEMPTY), .destination),
      (.system(EEXIST), .destination):
      .isADirectory
    case (.system(ENAMETOOLONG), _): .nameTooLong
    case (.system(ENOSPC), .destination), (.system(EDQUOT), .destination): .noSpace
    case (.system, _): .ioError
    }
  }

  /// The failure that goes into the ledger.
  func failure(key: [UInt8], _ facts: ObjectFacts, attempts: Int = 1) -> ObjectFailure {
    // The bytes are copied: the caller goes on to use its array for the next key.
    ObjectFailure(
      key: ObjectKey(key), kind: facts.kind, size: facts.size, modified: facts.modified,
      code: failureCode, text: description, attempts: attempts)
  }

  /// Whether the next attempt, a moment later, may go well.
  var mayPass: Bool {
    switch cause {
    case .changed, .unverified: true
    case .store(let problem): problem.mayPass
    case .stopped: false
    case .system(let code):
      switch code {
      case EIO, EAGAIN, EBUSY, ETXTBSY, ESTALE, ETIMEDOUT, EREMOTEIO, ECONNRESET, ECONNABORTED,
        EHOSTDOWN, EHOSTUNREACH, ENETDOWN, ENETUNREACH, ENOTCONN:
        true
      default: false
      }
    }
  }

  /// What to do if every further object would fail in the same way; nil if it is the object's own.
  var remedyForTheRun: String? {
    if case .store(let problem) = cause { return problem.remedy }
    return switch code {
    case EMFILE, ENFILE, ENOMEM: "raise that limit"
    case ENOSPC, EDQUOT: side == .destination ? "make room there" : nil
    case EROFS: side == .destination ? "mount it for writing" : nil
    default: nil
    }
  }

  /// Whether the error may mean that a disk or a server has gone, and what is cached still answers.
  var mayMeanThatADiskHasFailed: Bool {
    switch code {
    case EIO, ENODEV, ENXIO, ESHUTDOWN, EREMOTEIO, EUCLEAN: true
    default: false
    }
  }

  /// Whether the error may mean that a root has gone, so that it must be looked at.
  var mayMeanThatARootIsGone: Bool {
    switch code {
    case ENOENT, ESTALE, EIO, ENOTCONN, ENODEV, ENXIO, ESHUTDOWN, EHOSTDOWN, ETIMEDOUT, EREMOTEIO,
      EUCLEAN:
      true
    case EACCES, EPERM: side == .destination
    default: false
    }
  }
}
