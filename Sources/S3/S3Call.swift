import HTTP

/// One request to a bucket, before it is signed.
struct S3Call {
  /// What is done, in the words of errors.
  let action: String
  let method: String
  /// The whole key; empty for the bucket itself.
  var key: [UInt8] = []
  var query: [(name: String, value: [UInt8])] = []
  /// Names in small letters.
  var headers: [(name: String, value: String)] = []
  var body = HTTPBody.none
  /// The SHA-256 of the body, if the caller has it.
  var digest: [UInt8]?
  /// How long the service may think.
  var patience: Duration?

  /// Goes back to the start of the body; false if that cannot be done.
  func canRepeat() -> Bool {
    guard case .stream(_, _, let rewind) = body else { return true }
    do {
      try rewind()
      return true
    } catch {
      // The error of the first attempt is the one that counts.
      return false
    }
  }

  /// How long a service may put parts together, or copy, before it says more.
  static let longPatience = Duration.seconds(900)
}
