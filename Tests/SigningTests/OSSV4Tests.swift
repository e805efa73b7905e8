import Calendar
import Foundation
import Platform
import Testing

@testable import Signing

@Suite struct OSSV4Tests {
  @Test("the text that is signed, and the signature, are those that the vendor's client makes")
  func vectors() throws {
    let recorded = try Recorded()
    #expect(recorded.vectors.count == 4)
    for vector in recorded.vectors {
      let lines = vector.canonicalRequest.split(separator: "\n", omittingEmptySubsequences: false)
      let headers = lines[3...].prefix { !$0.isEmpty }.map { line in
        let colon = line.firstIndex(of: ":") ?? line.endIndex
        return (name: String(line[..<colon]), value: String(line[colon...].dropFirst()))
      }
      let request = OSSV4Request(
        method: String(lines[0]), path: String(lines[1]), query: query(String(lines[2])),
        headers: headers, time: headers.first { $0.name == "x-oss-date" }?.value ?? "")
      let text = String(decoding: OSSV4.canonical(request), as: UTF8.self)
      #expect(text == vector.canonicalRequest)
      let scope = OSSV4Scope(day: "20261121", region: "cn-hangzhou")
      let toSign = String(decoding: try OSSV4.textToSign(request, scope), as: UTF8.self)
      #expect(toSign == vector.stringToSign)
      let signature = try OSSV4.signature(
        of: request, scope: scope, secret: Secret("EXAMPLE-SECRET"))
      #expect(String(decoding: signature, as: UTF8.self) == vector.signature)
    }
  }

  private func query(_ text: String) -> [(name: String, value: String)] {
    text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (
        name: parts[0].removingPercentEncoding ?? "",
        value: parts.count > 1 ? parts[1].removingPercentEncoding ?? "" : ""
      )
    }
  }

  @Test("a header is taken apart, and what is no whole one of the scheme is none")
  func authorizations() {
    let signature = String(repeating: "0a", count: 32)
    let scope = "20261121/cn-hangzhou/oss/aliyun_v4_request"
    let good = OSSV4Authorization(
      "OSS4-HMAC-SHA256 Credential=A/B/\(scope),AdditionalHeaders=Host;x,Signature=\(signature)")
    #expect(good?.accessID == "A/B" && good?.additionalHeaders == ["host", "x"])
    #expect(good?.scope == OSSV4Scope(day: "20261121", region: "cn-hangzhou"))
    for text in [
      "", "OSS4-HMAC-SHA256", "OSS4-HMAC-SHA256 ", "OSS A:b",
      "OSS4-HMAC-SHA256 Credential=A/\(scope)",
      "OSS4-HMAC-SHA256 Credential=A/\(scope), Signature=0a",
      "OSS4-HMAC-SHA256 Credential=/\(scope), Signature=\(signature)",
      "OSS4-HMAC-SHA256 Credential=A/x/cn/oss/aliyun_v4_request, Signature=\(signature)",
      "OSS4-HMAC-SHA256 Credential=A/20261121/cn/s3/aws4_request, Signature=\(signature)",
      "OSS4-HMAC-SHA256 Credential=A/\(scope), Signature=\(signature), Signature=\(signature)",
      "OSS4-HMAC-SHA256 Credential=A/\(scope), Signature=\(signature), Other=1",
      "OSS4-HMAC-SHA256 " + String(repeating: "a", count: 5_000),
    ] {
      #expect(OSSV4Authorization(text) == nil, "\(text.prefix(100))")
    }
  }

  @Test("times in the basic format are read and written")
  func times() {
    let time = BasicTime.instant("20261121T134407Z")
    #expect(time.map { BasicTime.text($0) } == "20261121T134407Z")
    for text in [
      "", "20261121T134407", "20261321T134407Z", "20261121T254407Z", "2026112XT134407Z",
      "20261121 134407Z", "20261121T134407z",
    ] {
      #expect(BasicTime.instant(text) == nil, "\(text)")
    }
  }
}

/// What the vendor's client has sent.
private struct Recorded {
  let vectors: [Vector]

  struct Vector: Decodable {
    let canonicalRequest: String
    let stringToSign: String
    let signature: String

    enum CodingKeys: String, CodingKey {
      case canonicalRequest = "canonical_request"
      case stringToSign = "string_to_sign"
      case signature
    }
  }

  private struct File: Decodable {
    let vectors: [Vector]
  }

  init() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/mgw-requests.json").path
    let data = try Data(contentsOf: URL(filePath: path))
    vectors = try JSONDecoder().decode(File.self, from: data).vectors
  }
}
