import Migration
import Rclone

extension ObjectError {
  /// What rclone has answered, as the error of an object.
  init(_ stage: StaticString, _ side: Side, _ error: RcloneError, at place: String) {
    guard error.kind != .stopped else {
      self = .stopped
      return
    }
    self.init(stage, side, StoreProblem(error, at: place))
  }
}

extension StoreProblem {
  init(_ error: RcloneError, at place: String) {
    switch error.kind {
    case .program, .broken:
      self.init(blocking: "\(error)")
    case .gone, .stopped:
      self.init(code: .unreachable, text: "\(error)", mayPass: true)
      isOutage = true
    case .malformed:
      self.init(code: .refused, text: "\(error)", mayPass: false)
    case .refused(let status):
      self.init(status, error.description, at: place)
    }
  }

  private init(_ status: Int, _ said: String, at place: String) {
    let words = said.lowercased()
    let kind = Self.kinds.first { $0.marks.contains { words.contains($0) } }
    let code = kind?.code ?? (status == 404 ? .sourceGone : .refused)
    let mayPass = kind?.mayPass ?? (status >= 500)
    self.init(code: code, text: "\(place): \(said)", mayPass: mayPass)
    isOutage = kind?.isOutage ?? false
    isPressed = kind?.isPressed ?? false
    remedy = kind?.remedy
  }

  /// What words mean, whoever says them: the services' own, the system's, and rclone's.
  private struct Kind {
    let code: FailureCode
    var mayPass = false
    var isOutage = false
    var isPressed = false
    var remedy: String?
    let marks: [String]
  }

  /// The first row with one of the words counts.
  private static let kinds = [
    Kind(
      code: .permissionDenied, remedy: "mend the address or its secret",
      marks: [
        "unable to authenticate", "authenticationfailed", "authentication failed", "invalid_grant",
        "401 unauthorized", "530 ", "login incorrect", "logon is invalid", "invalidaccesskeyid",
        "signaturedoesnotmatch", "authorizationfailure", "private key couldn't be", "bad username",
        "knownhosts:", "host key", "failed to parse private key", "invalid user",
      ]),
    Kind(
      code: .noSpace, remedy: "make room there",
      marks: [
        "no space left", "disk quota exceeded", "insufficient storage", "quota has been exceeded",
      ]),
    Kind(
      code: .sourceChanged, mayPass: true,
      marks: ["source file is being updated", "can't copy - source"]),
    Kind(
      code: .verifyFailed, mayPass: true, marks: ["corrupted on transfer", "sizes differ"]),
    // Of another process, which does not know it yet.
    Kind(
      code: .unreachable, mayPass: true, isOutage: true,
      marks: ["didn't find section in config file"]),
    Kind(
      code: .unreachable, mayPass: true, isOutage: true, isPressed: true,
      marks: ["too many requests", "slowdown", "slow down", "server busy", "serverbusy"]),
    Kind(
      code: .unreachable, isOutage: true, remedy: "mend that",
      marks: ["x509:", "certificate signed by"]),
    Kind(
      code: .unreachable, mayPass: true, isOutage: true,
      marks: [
        "connection refused", "no such host", "i/o timeout", "connection reset", "no route to host",
        "network is unreachable", "connection lost", "broken pipe", "couldn't connect",
        "deadline exceeded", "unexpected eof", "server misbehaving", "use of closed network",
        "connection timed out", "tls handshake", "service unavailable", "bad gateway",
        "internal server error", "handshake failed",
      ]),
    Kind(
      code: .permissionDenied,
      marks: [
        "permission denied", "access denied", "accessdenied", "forbidden", "not permitted",
        "550 permission",
      ]),
    Kind(code: .nameTooLong, marks: ["name too long"]),
    Kind(code: .notADirectory, marks: ["not a directory"]),
    Kind(code: .isADirectory, marks: ["is a directory", "is a folder"]),
    Kind(
      code: .sourceGone,
      marks: ["object not found", "file does not exist", "no such file", "directory not found"]),
  ]
}
