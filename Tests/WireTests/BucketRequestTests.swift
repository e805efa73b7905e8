import Migration
import Testing

import Wire

@Suite struct BucketRequestTests {
  private static let right =
    #""AddressType":"s3","Bucket":"photos","Prefix":"2026/","Domain":"http://nas:9000","#
    + #""PathStyle":true,"AccessId":"AK","AccessSecret":"a canary of mine""#

  @Test("a bucket's request holds its secret, and shows it nowhere")
  func secret() throws {
    let request = try Self.request(Self.right)
    #expect(request.secret?.withText { $0 } == "a canary of mine")
    #expect(try AddressRequest(json: request.json) == request)
    let bucket = try #require(request.detail.bucket)
    #expect(
      bucket
        == BucketShape(
          bucket: "photos", domain: "http://nas:9000", isPathStyle: true, accessID: "AK"))
    var dumped = ""
    dump(request, to: &dumped)
    let update = AddressUpdate(accessID: "AK", secret: GivenSecret("a canary of mine"))
    for text in ["\(request)", dumped, request.detail.json.text, "\(update)"] {
      #expect(!text.contains("canary"), "\(text)")
    }
    #expect(try AddressUpdate(json: update.json) == update)
    // What the daemon answers is read back whole.
    var told = request.detail
    told.bucket?.secretFrom = "stored encrypted"
    told.bucket?.secretProblem = "the key is gone"
    #expect(try AddressShape(json: told.json) == told)
  }

  @Test("what is wrong with a bucket's request is told by field, without the text itself")
  func mistakes() throws {
    let cases: [(detail: String, message: String)] = [
      (
        #""AddressType":"s3","RegionId":"eu""#,
        "MissingArgument: AddressDetail.Bucket: has to be given"
      ),
      (
        #""AddressType":"s3","Bucket":"canary/canary","RegionId":"eu""#,
        "InvalidArgument: AddressDetail.Bucket: is no bucket's name: 3 to 255 letters, digits, "
          + "'.', '-' and '_'"
      ),
      (
        #""AddressType":"s3","Bucket":"bbb","RegionId":"canary canary""#,
        "InvalidArgument: AddressDetail.RegionId: is no region: up to 63 letters, digits, '-' and "
          + "'_'"
      ),
      (
        #""AddressType":"s3","Bucket":"bbb","Domain":"https://canary:canary@host""#,
        "InvalidArgument: AddressDetail.Domain: holds an '@': who asks is told by AccessId, and "
          + "the secret has its own place"
      ),
      (
        #""AddressType":"s3","Bucket":"bbb","Prefix":"/canary/","RegionId":"eu""#,
        "InvalidArgument: AddressDetail.Prefix: is no beginning of keys: in a bucket it has '/' at "
          + "its end and none at its start, such as 'photos/'"
      ),
      (
        #""AddressType":"s3","Bucket":"bbb""#,
        "MissingArgument: AddressDetail.RegionId: type 's3' needs a region or a domain"
      ),
      (
        #""AddressType":"azure","Bucket":"bbb","RegionId":"eu""#,
        "MissingArgument: AddressDetail.Domain: type 'azure' needs a domain"
      ),
      (
        #""AddressType":"gcp","Bucket":"bbb","AccessId":"AK""#,
        "MissingArgument: AddressDetail.AccessSecret: has to be given with AccessId"
      ),
      (
        #""AddressType":"gcp","Bucket":"bbb","AccessSecret":"canary""#,
        "MissingArgument: AddressDetail.AccessId: has to be given with AccessSecret"
      ),
      (
        #""AddressType":"gcp","Bucket":"bbb","AccessId":"A K","AccessSecret":"canary""#,
        "InvalidArgument: AddressDetail.AccessId: is no access ID: 1 to 256 visible ASCII characters"
      ),
      (
        #""AddressType":"gcp","Bucket":"bbb","AccessId":"AK","AccessSecret":["canary"]"#,
        "InvalidArgument: AddressDetail.AccessSecret: no text"
      ),
      (
        #""AddressType":"gcp","Bucket":"bbb","AccessId":"AK","AccessSecret":"canary\ncanary""#,
        "InvalidArgument: AddressDetail.AccessSecret: is more than one line"
      ),
      (
        #""AddressType":"gcp","Bucket":"bbb","Role":"canary""#,
        "InvalidArgument: AddressDetail.Role: does not go with type 'gcp'"
      ),
      (
        #""AddressType":"gcp","Bucket":"bbb","InvPath":"/canary""#,
        "InvalidArgument: AddressDetail.InvPath: does not go with type 'gcp'"
      ),
      (
        #""AddressType":"local","Prefix":"/srv/","AccessSecret":"canary""#,
        "InvalidArgument: AddressDetail.AccessSecret: does not go with type 'local'"
      ),
    ]
    for (detail, message) in cases {
      #expect(Self.refusal(detail) == message)
      #expect(!message.contains("canary"))
    }
  }

  @Test("an update names a secret, and an ID if it is another")
  func update() throws {
    let cases = [
      ("{}", "MissingArgument: AccessSecret: has to be given"),
      (#"{"AccessSecret":""}"#, "MissingArgument: AccessSecret: has to be given"),
      (#"{"AccessSecret":17}"#, "InvalidArgument: AccessSecret: no text"),
      (
        #"{"AccessSecret":"canary","AccessId":"A K"}"#,
        "InvalidArgument: AccessId: is no access ID: 1 to 256 visible ASCII characters"
      ),
      (#"{"Secret":"canary"}"#, "InvalidArgument: Secret: unknown field"),
    ]
    for (text, message) in cases {
      do throws(Refusal) {
        _ = try AddressUpdate(json: read(text))
        Issue.record("\(text) was taken")
      } catch {
        #expect("\(error.code.word): \(error.message)".hasPrefix(message))
      }
    }
  }

  private static func request(_ detail: String) throws(Refusal) -> AddressRequest {
    try AddressRequest(json: read(#"{"Name":"nas","AddressDetail":{\#(detail)}}"#))
  }

  private static func refusal(_ detail: String) -> String {
    do throws(Refusal) {
      _ = try request(detail)
      return "taken"
    } catch {
      return "\(error.code.word): \(error.message)"
    }
  }
}

private func read(_ text: String) throws(Refusal) -> JSONValue {
  do throws(WireError) {
    return try JSONValue.read(Array(text.utf8))
  } catch {
    throw error.refusal
  }
}
