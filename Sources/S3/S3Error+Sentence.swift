import Calendar
import Migration

extension S3Error {
  /// What was wrong, with bucket, key and host, and what to do.
  public var description: String {
    let number = requestID.isEmpty ? "" : " (request \(requestID))"
    return switch reason {
    case .stopped: "\(subject.text): stopped"
    case .own(let error): "\(error)"
    // The transport's own sentence names the server.
    case .transport(let error): "\(subject.action) \(subject.object): \(error)"
    default: "\(subject.text): \(finding)\(number)"
    }
  }

  /// What was wrong and what to do, without the place.
  private var finding: String {
    switch reason {
    case .denied(let code):
      "access denied (\(code)): \(subject.permission) the access key needs it in the bucket's or "
        + "the user's policy"
    case .noSuchBucket:
      "there is no such bucket: compare its name and region with the service's console"
    case .noSuchKey: "there is no such object (any more)"
    case .noSuchUpload: "the upload in parts is not known any more: it is begun anew"
    case .archived: "the object is in an archive: restore it in the service, then retry"
    case .invalidAccessKey:
      "the service does not know the access ID: correct AccessId=, or enable the key"
    case .signature:
      "the signature does not match: the secret is most likely not that of the access ID; give it "
        + "again"
    case .clockSkew(let server): skew(server)
    case .expiredToken: "the temporary access key has expired: give a new one"
    case .slowDown: "the service asks for fewer requests: lower MaxQPS= if this goes on"
    case .server(let status): "the service has a problem of its own (\(status)): try again later"
    case .conflict: "another request changes the same object at the moment: it is tried again"
    case .redirect(let region): elsewhere(region)
    case .notS3(let what):
      "\(subject.host) does not answer as an object store does (\(what)): compare Domain= with "
        + "the service's documentation"
    case .preconditionFailed: "the object has changed meanwhile, or is there already"
    case .entityTooLarge: "it is longer than the service takes at once"
    case .badDigest:
      "what arrived is not what was sent: the connection, or what lies between, is "
        + "faulty if it happens again"
    case .malformed(let what): "the answer cannot be understood: \(what)"
    case .signing(let text): "the request cannot be signed: \(text)"
    case .other(let status, let code, let message):
      "the service refuses (\(status)\(code.isEmpty ? "" : " \(code)"))"
        + (message.isEmpty ? "" : ": \(message)")
    case .stopped, .own, .transport: ""
    }
  }

  private func skew(_ server: Instant?) -> String {
    let told = server.map { ": it has \(TimeText.text(of: $0))" } ?? ""
    return "this machine's clock and the service's differ too much\(told); set the clock "
      + "(timedatectl(1))"
  }

  private func elsewhere(_ region: String?) -> String {
    region.map { "the bucket is in region \($0): correct Region= and Domain= of the address" }
      ?? "the bucket is in another region: correct Region= and Domain= of the address"
  }
}

extension S3Error.Subject {
  /// `bucket/key`.
  var object: String { key.isEmpty ? bucket : "\(bucket)/\(ObjectKey(key))" }

  /// `write bucket/key at host`.
  var text: String { "\(action) \(object) at \(host)" }

  /// The permission that a request needs, in Amazon's words, which its kin have too.
  var permission: String {
    switch action {
    case "list": "s3:ListBucket is missing;"
    case "read", "look at": "s3:GetObject is missing;"
    case "write", "write a part of", "begin to write", "finish", "copy": "s3:PutObject is missing;"
    case "delete": "s3:DeleteObject is missing;"
    case "give up": "s3:AbortMultipartUpload is missing;"
    default: "a permission is missing;"
    }
  }
}
