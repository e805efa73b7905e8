import Foundation
import Platform
import Testing

@testable import Signing

@Suite struct SDKHMACTests {
  private static let secret = Secret("ExampleSecretKey0000000000000000000000000")

  @Test("what the vendor's SDK has signed is signed so here, and nothing else is")
  func captured() throws {
    var checked = 0
    for request in try requests() {
      guard let claim = SDKHMACAuthorization(request.header("authorization")) else { continue }
      checked += 1
      #expect(claim.accessID == "EXAMPLEAK00000000001")
      let signed = try request.signed()
      let names = claim.signedHeaders
      func signature(_ request: SDKHMACRequest) throws -> String {
        let made = try SDKHMAC.signature(of: request, signing: names, secret: Self.secret)
        return String(decoding: made, as: UTF8.self)
      }
      #expect(try signature(signed) == claim.signature, "\(request.target)")
      var other = signed
      other.method = "PATCH"
      #expect(try signature(other) != claim.signature)
      other = signed
      other.path += "x"
      #expect(try signature(other) != claim.signature)
      other = signed
      other.query.append(("a", "b"))
      #expect(try signature(other) != claim.signature)
      other = signed
      other.payload = String(signed.payload.reversed())
      #expect(try signature(other) != claim.signature)
      for (index, header) in signed.headers.enumerated() where names.contains(header.name) {
        other = signed
        other.headers[index].value += "x"
        #expect(try signature(other) != claim.signature, "\(header.name)")
      }
    }
    #expect(checked == 51)
  }

  @Test("a header of another scheme, or one that signs neither time nor host, is none")
  func refused() {
    let digits = String(repeating: "a", count: 64)
    let good = "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature=\(digits)"
    let claim = SDKHMACAuthorization(good)
    #expect(claim?.accessID == "AK" && claim?.signedHeaders == ["host", "x-sdk-date"])
    #expect(SDKHMACAuthorization(good.replacing(", ", with: ",")) == claim)
    for text in [
      "", "none", good.replacing("SHA256", with: "SM3"), good.replacing("host;", with: ""),
      good.replacing(";x-sdk-date", with: ""), good.replacing("Access=AK", with: "Access="),
      good + ", Signature=\(digits)", good + ", More=1", String(good.dropLast()),
      "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date",
      good + String(repeating: " ", count: 9_000),
    ] {
      #expect(SDKHMACAuthorization(text) == nil, "\(text.prefix(100))")
    }
  }

  @Test("a path is decoded as a whole and encoded by segments, with a slash at its end")
  func paths() {
    for (raw, canonical) in [
      ("/", "/"), ("", "/"), ("/v2/a", "/v2/a/"), ("/v2/a/", "/v2/a/"), ("/a%2Fb", "/a/b/"),
      ("/%7Bid%7D", "/%7Bid%7D/"), ("/{id}", "/%7Bid%7D/"), ("/a%2", "/a%252/"),
      ("/%zz", "/%25zz/"),
      ("/é", "/%C3%A9/"),
    ] {
      #expect(String(decoding: SDKHMAC.path(raw), as: UTF8.self) == canonical, "\(raw)")
    }
  }

  private struct Captured: Decodable {
    let method: String
    let target: String
    let headers: [[String]]
    let body: String?

    func header(_ name: String) -> String {
      headers.first { $0[0].lowercased() == name }?[1] ?? ""
    }

    func signed() throws -> SDKHMACRequest {
      let parts = target.split(separator: "?", maxSplits: 1)
      let items = parts.count == 2 ? parts[1].split(separator: "&") : []
      let query = items.map { item in
        let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (
          name: pair[0].removingPercentEncoding ?? "",
          value: pair.count == 2 ? pair[1].removingPercentEncoding ?? "" : ""
        )
      }
      let digest = try SHA256.digest(of: Array((body ?? "").utf8))
      return SDKHMACRequest(
        method: method, path: String(parts[0]), query: query,
        headers: headers.map { (name: $0[0].lowercased(), value: $0[1]) },
        time: header("x-sdk-date"), payload: HexText.encode(digest))
    }
  }

  private func requests() throws -> [Captured] {
    struct File: Decodable { let requests: [Captured] }
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/oms-requests.json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: path)).requests
  }
}
