import Foundation
import HTTP
import TestSupport
import Testing

@Suite struct HTTPSecurityTests {
  @Test("a server is trusted for its authority and its name, not otherwise")
  func certificates() throws {
    try Scratch.with("tls") { folder in
      let server = try SecureServer(folder)
      func client(_ authorities: String?, verifies: Bool = true) throws -> HTTPClient {
        var settings = direct
        settings.authorities = authorities
        settings.verifiesTLS = verifies
        return try HTTPClient(settings: settings)
      }
      let right = "https://127.0.0.1:\(server.port)/key"
      let trusting = try client("\(folder)/ca.pem")
      let answer = try trusting.fetch(HTTPRequest(method: "GET", url: right))
      #expect(String(decoding: answer.body, as: UTF8.self) == "kept safe\n")
      #expect(
        try client(nil, verifies: false).fetch(HTTPRequest(method: "GET", url: right)).head.status
          == 200)

      let cases: [(String, HTTPClient, String)] = [
        ("the system's authorities", try client(nil), right),
        ("another authority", try client("\(folder)/other.pem"), right),
        ("another name", trusting, "https://localhost:\(server.port)/key"),
        ("no such file", try client("\(folder)/none.pem"), right),
      ]
      for (name, client, url) in cases {
        let error = try failure(client, url)
        guard case .tls(_, mayPass: false) = error.kind else {
          Issue.record("\(name): \(error)")
          continue
        }
        #expect("\(error)".contains(":\(server.port)"))
        // Nothing of what was refused is trusted later.
        _ = try failure(client, url)
      }
      #expect(try trusting.fetch(HTTPRequest(method: "GET", url: right)).head.status == 200)
    }
  }

  @Test("a file of authorities that changes is read again")
  func changed() throws {
    try Scratch.with("tls-changed") { folder in
      let server = try SecureServer(folder)
      let file = "\(folder)/trusted.pem"
      var settings = direct
      settings.authorities = file
      let client = try HTTPClient(settings: settings)
      let request = HTTPRequest(method: "GET", url: "https://127.0.0.1:\(server.port)/key")
      for (name, isTrusted) in [("other", false), ("ca", true), ("other", false)] {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).pem"))
        try bytes.write(to: URL(fileURLWithPath: file))
        if isTrusted {
          #expect(try client.fetch(request).head.status == 200)
        } else {
          _ = try failure(client, request.url)
        }
      }
    }
  }

  @Test("a server that says nothing to the begin of TLS is given up after the time that is set")
  func silentServer() throws {
    let plain = try StubServer { _, connection in connection.answer() }
    var settings = direct
    settings.connectTimeout = .milliseconds(200)
    let error = try failure(HTTPClient(settings: settings), "https://127.0.0.1:\(plain.port)/")
    guard case .timeout(.milliseconds(200)) = error.kind else { throw error }
    #expect(error.mayPass)
  }
}

/// A server of TLS with a fresh certificate for 127.0.0.1.
private final class SecureServer {
  let port: UInt16
  private let process: PeerProcess

  init(_ folder: String) throws {
    for name in ["ca", "other"] {
      try Self.openssl([
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
        "2", "-subj", "/CN=\(name)", "-keyout", "\(folder)/\(name).key", "-out",
        "\(folder)/\(name).pem",
      ])
    }
    try Self.openssl([
      "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
      "/CN=server", "-keyout", "\(folder)/server.key", "-out", "\(folder)/server.csr",
    ])
    try Data("subjectAltName=IP:127.0.0.1\n".utf8).write(
      to: URL(fileURLWithPath: "\(folder)/names"))
    try Self.openssl([
      "x509", "-req", "-in", "\(folder)/server.csr", "-CA", "\(folder)/ca.pem", "-CAkey",
      "\(folder)/ca.key", "-CAcreateserial", "-days", "2", "-extfile", "\(folder)/names", "-out",
      "\(folder)/server.pem",
    ])
    try Data("kept safe\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/key"))
    process = try PeerProcess(
      [
        "sh", "-c",
        "cd \(folder) && exec openssl s_server -accept 127.0.0.1:0 -cert server.pem "
          + "-key server.key -WWW",
      ])
    port = try process.waitForPort(/ACCEPT 127\.0\.0\.1:([0-9]+)/)
  }

  private static func openssl(_ words: [String]) throws {
    let process = try PeerProcess(["openssl"] + words)
    guard process.waitForEnd() == 0 else { throw StubError(text: process.said) }
  }
}
