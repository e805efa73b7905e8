import Calendar
import Testing

@testable import HTTP
@testable import S3

private let subject = S3Error.Subject(
  action: "write", bucket: "photos", key: Array("a\nb".utf8), host: "s3.example")
private let whole = S3Error.Subject(action: "look at", bucket: "b", key: [], host: "s3.example")
private let bucket = S3Error.Subject(action: "list", bucket: "photos", key: [], host: "s3.example")

/// The error of an answer.
private func error(
  _ status: Int, _ body: String = "", headers: String = "", of subject: S3Error.Subject = subject
) -> S3Error {
  S3Answer(
    head: HTTPHead(status: status, lines: Array(headers.utf8)), body: Array(body.utf8),
    asked: Instant(seconds: 1_795_316_645)
  ).error(subject)
}

private func body(_ code: String, _ rest: String = "") -> String {
  "<?xml version=\"1.0\"?>\n<Error><Code>\(code)</Code><Message>why</Message>\(rest)"
    + "<RequestId>4442587FB7D0A2F9</RequestId></Error>"
}

/// The name of a reason, without what it carries.
private func word(_ error: S3Error) -> String {
  String("\(error.reason)".prefix { $0 != "(" })
}

@Suite struct S3ErrorTests {
  @Test("each answer has its kind, which says whether to try again and whether to stop")
  func kinds() {
    let cases: [(error: S3Error, word: String, mayPass: Bool, stops: Bool)] = [
      (error(403, body("AccessDenied")), "denied", false, false),
      (error(403, body("AccessDenied"), of: bucket), "denied", false, true),
      (error(403, body("AllAccessDisabled")), "denied", false, true),
      (error(403), "denied", false, false),
      (error(401), "denied", false, false),
      (error(404, body("NoSuchBucket")), "noSuchBucket", false, true),
      (error(404, body("NoSuchKey")), "noSuchKey", false, false),
      (error(404), "noSuchKey", false, false),
      (error(404, of: whole), "noSuchBucket", false, true),
      (error(404, of: bucket), "notS3", false, true),
      (error(404, body("NoSuchUpload")), "noSuchUpload", false, false),
      (error(403, body("InvalidObjectState")), "archived", false, false),
      (error(403, body("InvalidAccessKeyId")), "invalidAccessKey", false, true),
      (error(403, body("SignatureDoesNotMatch")), "signature", false, true),
      (error(403, body("RequestTimeTooSkewed")), "clockSkew", false, true),
      (error(400, body("ExpiredToken")), "expiredToken", false, true),
      (error(503, body("SlowDown")), "slowDown", true, false),
      (error(503), "slowDown", true, false),
      (error(429, "<html>no</html>"), "slowDown", true, false),
      (error(500, body("InternalError")), "server", true, false),
      (error(200, body("InternalError")), "server", true, false),
      (error(502, "<html>Bad Gateway</html>"), "server", true, false),
      (error(501, body("NotImplemented")), "other", false, false),
      (error(400, body("RequestTimeout")), "server", true, false),
      (error(409, body("OperationAborted")), "conflict", true, false),
      (error(409, body("BucketNotEmpty")), "other", false, false),
      (error(301, body("PermanentRedirect")), "redirect", false, true),
      (error(301), "redirect", false, true),
      (error(400, headers: "X-Amz-Bucket-Region: eu-west-1\r\n"), "redirect", false, true),
      (error(400, body("AuthorizationHeaderMalformed")), "other", false, false),
      (
        error(400, body("AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>")), "redirect",
        false, true
      ),
      (error(412, body("PreconditionFailed")), "preconditionFailed", false, false),
      (error(412), "preconditionFailed", false, false),
      (error(400, body("EntityTooLarge")), "entityTooLarge", false, false),
      (error(413, "<html/>"), "entityTooLarge", false, false),
      (error(400, body("BadDigest")), "badDigest", true, false),
      (error(403, "<html>Forbidden</html>"), "notS3", false, true),
      (error(404, "{\"error\": 1}"), "notS3", false, true),
      (error(404, "not found"), "notS3", false, true),
      (error(400, body("KeyTooLongError")), "other", false, false),
      (S3Error(.malformed("x"), bucket), "malformed", true, false),
      (S3Error(HTTPError(.reset("x"), server: "h:1"), bucket), "transport", true, false),
      (
        S3Error(HTTPError(.tls("x", mayPass: false), server: "h:1"), bucket), "transport", false,
        false
      ),
      (S3Error(HTTPError(.stopped, server: "h:1"), bucket), "stopped", false, false),
      (
        S3Error(HTTPError(.sink(S3Error(.noSuchKey, bucket)), server: "h:1"), bucket),
        "noSuchKey", false, false
      ),
      (S3Error(HTTPError(.source(CancellationError()), server: "h"), bucket), "own", false, false),
    ]
    for item in cases {
      #expect(word(item.error) == item.word, "\(item.error)")
      #expect(item.error.mayPass == item.mayPass, "\(item.error)")
      #expect(item.error.stopsRun == item.stops, "\(item.error)")
    }
  }

  @Test("a sentence has the place, the cause, the remedy and the request's number")
  func sentences() {
    let denied = "\(error(403, body("AccessDenied")))"
    #expect(denied.hasPrefix("write photos/a\\x0ab at s3.example: access denied (AccessDenied)"))
    #expect(denied.contains("s3:PutObject"))
    #expect(denied.hasSuffix("(request 4442587FB7D0A2F9)"))
    #expect(
      "\(error(301, body("PermanentRedirect", "<Region>eu-west-1</Region>")))"
        .contains("region eu-west-1"))
    let skew = error(
      403, body("RequestTimeTooSkewed", "<ServerTime>2026-11-22T03:04:05Z</ServerTime>"))
    #expect("\(skew)".contains("it has 2026-11-22 03:04:05 UTC"))
    let dated = error(
      403, body("RequestTimeTooSkewed"), headers: "date: Sun, 22 Nov 2026 03:04:05 GMT\r\n")
    #expect("\(dated)".contains("it has 2026-11-22 03:04:05 UTC"))
  }

  @Test("what a service says is bounded, in one line, and nothing that was signed")
  func untrusted() {
    let text = "\u{1B}[31m\r\n" + String(repeating: "x", count: 5_000)
    let long =
      "<Error><Code>Odd\u{7F}Code</Code><Message>\(text.replacing("\u{1B}", with: "\u{202E}"))"
      + "</Message></Error>"
    let sentence = "\(error(400, long))"
    #expect(sentence.utf8.count < 800)
    #expect(sentence.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(!sentence.contains("\u{202E}"))
    let signed =
      "<StringToSign>AWS4 secret</StringToSign><CanonicalRequest>GET</CanonicalRequest>"
      + "<AWSAccessKeyId>AKID</AWSAccessKeyId>"
    let echo = "\(error(403, body("SignatureDoesNotMatch", signed)))"
    #expect(!echo.contains("AWS4") && !echo.contains("AKID") && !echo.contains("why"))
    #expect("\(error(403, "<a>\u{1B}[31m</a>"))".contains("something else than XML"))
  }

  @Test("a refusal by a service whose clock is far away is the clock's fault")
  func clocks() {
    let far = "date: Sun, 22 Nov 2026 04:04:05 GMT\r\n"
    let near = "date: Sun, 22 Nov 2026 03:17:00 GMT\r\n"
    #expect(word(error(403, headers: far)) == "clockSkew")
    #expect(word(error(403, body("AccessDenied"), headers: far)) == "clockSkew")
    #expect(word(error(403, body("SignatureDoesNotMatch"), headers: far)) == "clockSkew")
    #expect(word(error(404, body("NoSuchKey"), headers: far)) == "noSuchKey")
    #expect(word(error(403, body("AccessDenied"), headers: near)) == "denied")
  }

  @Test("a region that is no region is not followed")
  func badRegion() {
    let found = error(301, headers: "x-amz-bucket-region: evil.example/\r\n")
    guard case .redirect(nil) = found.reason else {
      Issue.record("\(found)")
      return
    }
  }
}
