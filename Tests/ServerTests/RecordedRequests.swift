import Calendar
import Foundation
import Server
import Signing
import Wire

/// Requests as the vendor's SDK for Python has sent them, with their own signatures and dates.
struct RecordedRequests {
  /// One request.
  struct Sent {
    let operation: String
    let method: String
    let target: String
    let headers: [Header]
    let body: [UInt8]

    /// When it was signed; nil for the older signatures.
    var time: Instant? {
      headers.first { $0.name == "x-oss-date" }.flatMap { BasicTime.instant($0.value) }
    }

    /// The request as it goes over the wire.
    var text: String {
      var text = "\(method) \(target) HTTP/1.1\r\n"
      for header in headers where header.name != "content-length" {
        text += "\(header.name): \(header.value)\r\n"
      }
      if !body.isEmpty { text += "Content-Length: \(body.count)\r\n" }
      return text + "\r\n" + String(decoding: body, as: UTF8.self)
    }
  }

  let all: [Sent]

  init() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/mgw-requests.json").path
    let json = try JSONValue.read(Array(try Data(contentsOf: URL(filePath: path))))
    guard case .array(let requests)? = json["requests"] else { throw ClientError("no requests") }
    all = requests.map { request in
      func text(_ name: String) -> String {
        if case .string(let text)? = request[name] { text } else { "" }
      }
      var headers: [Header] = []
      if case .array(let pairs)? = request["headers"] {
        for case .array(let pair) in pairs {
          if case .string(let name) = pair[0], case .string(let value) = pair[1] {
            headers.append(Header(name.lowercased(), value))
          }
        }
      }
      return Sent(
        operation: text("operation"), method: text("method"), target: text("target"),
        headers: headers, body: Array(text("body").utf8))
    }
  }
}
