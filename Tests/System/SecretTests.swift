import Foundation
import TestSupport
import Testing

@Suite(.daemonLog, .enabled(if: System.isAskedFor, System.how))
struct SecretTests {
  @Test("no secret is found in what the daemon writes, says and shows, whatever is asked of it")
  func canaries() throws {
    try DaemonFixture.with("secrets") { ferry in
      let kept = try Kept(ferry)
      let canaries = kept.canaries
      // What is looked for is found.
      for form in canaries.flatMap(\.forms) {
        #expect(!Canary.hits(of: canaries, in: Data("…\(form)…".utf8), "here").isEmpty)
      }
      #expect(Canary.hits(of: canaries, below: ferry.folder + "/secrets").count >= 4)
      try ferry.start()
      try kept.makeAddresses()
      for address in Kept.names { try expectSecret(of: address, ferry) }
      try lookAround(ferry)
      try askOddly(ferry, canaries)
      #expect(try ferry.ferry("reload").status == 0)
      #expect(try leaks(ferry, canaries) == [])
      ferry.kill()
      #expect(try leaks(ferry, canaries) == [])
      try ferry.start()
      for address in Kept.names { try expectSecret(of: address, ferry) }
      // Known again before anybody could ask.
      try askOddly(ferry, canaries)
      #expect(try leaks(ferry, canaries) == [])
      #expect(ferry.stop() == 0)
      #expect(try leaks(ferry, canaries) == [])
    }
  }

  @Test("without its key the daemon starts and says what to do; another secret mends the address")
  func lostKey() throws {
    try DaemonFixture.with("lost-key") { ferry in
      let kept = try Kept(ferry)
      try ferry.start()
      try kept.makeAddresses()
      #expect(ferry.stop() == 0)
      let (key, aside) = (ferry.state + "/secret.key", ferry.folder + "/key")
      for other in [nil, Data(), Data(repeating: 7, count: 32)] {
        try FileManager.default.moveItem(atPath: key, toPath: aside)
        if let other {
          try other.write(to: URL(filePath: key))
          chmod(key, 0o600)
        }
        try ferry.start()
        let said = try ferry.ferry("get-address", "by-stdin", "--json").data["AddressDetail"]
        let problem = said["AccessSecretProblem"].text
        #expect(problem.contains("restore \(key)") && problem.contains("give the secret again"))
        #expect(try ferry.ferry("verify-address", "by-stdin").out.contains("SecretUnavailable"))
        try expectSecret(of: "by-file", ferry)
        #expect(ferry.stop() == 0)
        if other != nil { try FileManager.default.removeItem(atPath: key) }
        try FileManager.default.moveItem(atPath: aside, toPath: key)
      }
      try ferry.start()
      try expectSecret(of: "by-stdin", ferry)
      #expect(ferry.stop() == 0)
      try FileManager.default.removeItem(atPath: key)
      try ferry.start()
      let update = ["update-address", "by-stdin", "--access-secret", "-"]
      #expect(try kept.ferry(update, input: "by-stdin").status == 0)
      try expectSecret(of: "by-stdin", ferry)
      #expect(FileManager.default.contents(atPath: key)?.count == 32)
    }
  }

  @Test("a secret's file is read at each use, and one that others can read is not taken")
  func rotation() throws {
    try DaemonFixture.with("rotation") { ferry in
      let kept = try Kept(ferry)
      try ferry.start()
      let (path, next) = (ferry.folder + "/secrets/by-file", Canary("next"))
      #expect(try ferry.ferry("get-address", next.text).err.contains(next.text))
      try kept.write(next, "by-file")
      try expectSecret(of: "by-file", ferry)
      // It was read, so it is known.
      #expect(try !ferry.ferry("get-address", next.text).err.contains(next.text))
      chmod(path, 0o644)
      let said = try ferry.ferry("get-address", "by-file")
      #expect(said.out.contains("open to others"), "\(said)")
      chmod(path, 0o600)
      try expectSecret(of: "by-file", ferry)
      try FileManager.default.moveItem(atPath: path, toPath: path + ".there")
      symlink(path + ".there", path)
      #expect(try ferry.ferry("get-address", "by-file").out.contains("is a symbolic link"))
    }
  }

  @Test("no core dump is made, and what the daemon keeps is its own")
  func process() throws {
    try DaemonFixture.with("core") { ferry in
      try ferry.start()
      let pid = try #require(ferry.daemon?.pid)
      let limits = try Texts.read("/proc/\(pid)/limits").split(separator: "\n")
      let core = limits.first { $0.hasPrefix("Max core file size") }
      #expect(core?.split(separator: " ").suffix(3) == ["0", "0", "bytes"])
      var status = stat()
      #expect(stat(ferry.state + "/secret.key", &status) == 0)
      #expect(status.st_mode & 0o7777 == 0o600 && status.st_size == 32)
    }
  }

  // MARK: - Steps

  /// The address has its secret, and says so without it.
  private func expectSecret(of address: String, _ ferry: DaemonFixture) throws {
    let said = try ferry.ferry("get-address", address, "--json")
    let detail = said.data["AddressDetail"]
    #expect(!detail["AccessSecretFrom"].text.isEmpty, "\(said)")
    #expect(detail["AccessSecretProblem"].text == "", "\(said)")
  }

  /// Everything that shows addresses, and that opens them.
  private func lookAround(_ ferry: DaemonFixture) throws {
    for words in [["list-address"], ["list-address", "--json"], ["status"], ["cat-config"]] {
      #expect(
        try ferry.ferry(words + (words == ["cat-config"] ? ["--config", ferry.etc] : [])).status
          == 0)
    }
    for name in Kept.names {
      let said = try ferry.ferry("verify-address", name)
      #expect(said.status == 1 && said.out.contains("SignatureDoesNotMatch"), "\(said)")
    }
    #expect(try ferry.ferry("doctor").out.contains("the signature does not match"))
    #expect(try ferry.startInVain(["--check"]).status == 0)
  }

  /// Requests with secrets where none belong.
  private func askOddly(_ ferry: DaemonFixture, _ canaries: [Canary]) throws {
    let base = "http://ferry/api/v1/addresses"
    for secret in canaries.map(\.text) {
      let path = secret.replacing("/", with: "%2F").replacing("+", with: "%2B")
      let bodies = [
        #"{"Name":"\#(secret)","AddressDetail":{"AddressType":"s3"}}"#,
        #"{"Name":"odd","AddressDetail":{"AddressType":"\#(secret)"}}"#,
        #"{"Name":"odd","AddressDetail":{"AddressType":"local","Prefix":"\#(secret)"}}"#,
        #"{"Name":"odd","AddressDetail":{"AddressType":"s3","Bucket":"\#(secret)"}}"#,
        #"{"Name":"odd","AddressDetail":{"AddressType":"s3","Bucket":"b-b","PathStyle":"\#(secret)"}}"#,
        #"{"Name":"odd","AddressDetail":{"AddressType":"gcp","Bucket":"b-b","AccessSecret":"\#(secret)"}}"#,
        #"{"Name":"odd","AddressDetail":{"AddressType":"gcp","Bucket":"b-b","AccessSecret":["\#(secret)"]}}"#,
        #"{"Name":"odd","\#(secret)":1}"#, #"{"Name":"odd" "\#(secret)"}"#, #""\#(secret)""#,
        #"{"Name":"odd","AddressDetail":\#(secret)}"#,
      ]
      for body in bodies { try ask(ferry, ["-X", "POST", "-d", body, base]) }
      for request in [
        ["\(base)/\(path)"], ["\(base)?marker=\(path)"], ["\(base)?\(path)=1"],
        ["http://ferry/\(path)"], ["-X", "DELETE", "\(base)/\(path)"], ["-X", "\(path)", base],
        ["-X", "POST", "\(base)/\(path)/verify"], ["-H", "X-Odd: \(secret)", base],
        ["-X", "PUT", "-d", #"{"AccessSecret":"\#(secret)"}"#, "\(base)/plain"],
        [
          "-X", "PUT", "-d", #"{"AccessSecret":"\#(secret)","AccessId":"\#(secret) x"}"#,
          "\(base)/by-api",
        ],
        [
          "-X", "POST", "-d", #"{"AccessSecret":"\#(secret)"}"#,
          "http://ferry/api/v1/jobs/none/retry",
        ],
      ] {
        try ask(ferry, request)
      }
    }
  }

  /// One request past the command line; its answer lies among what was said.
  private func ask(_ ferry: DaemonFixture, _ words: [String]) throws {
    let said = try ferry.run(
      ["/usr/bin/curl", "-s", "-i", "--max-time", "20", "--unix-socket", ferry.socket] + words)
    #expect(said.status == 0 && said.out.hasPrefix("HTTP/1.1 "), "\(words): \(said)")
  }

  /// Where a secret can be found that should not be.
  private func leaks(_ ferry: DaemonFixture, _ canaries: [Canary]) throws -> [String] {
    var hits: [String] = []
    for part in ["/state", "/etc", "/out", "/run"] {
      hits += Canary.hits(of: canaries, below: ferry.folder + part)
    }
    hits += Canary.hits(of: canaries, in: Data(try Texts.read(ferry.log).utf8), ferry.log)
    if let daemon = ferry.daemon, daemon.isRunning {
      hits += try Canary.hits(of: canaries, inProcess: daemon.pid)
    }
    return hits
  }
}

/// A secret of each source, with the addresses that have them.
private struct Kept {
  static let names = ["by-file", "by-credential", "by-stdin", "by-argv", "by-api"]

  let fixture: DaemonFixture
  let canaries: [Canary]
  /// A store that takes no signature, and says again what was signed.
  let store: StubServer

  init(_ fixture: DaemonFixture) throws {
    self.fixture = fixture
    canaries = Self.names.map { Canary($0) }
    store = try StubServer { request, connection in
      _ = connection.read(request.contentLength)
      let text =
        "<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message><StringToSign>"
        + "\(request["Authorization"] ?? "")</StringToSign></Error>"
      return connection.answer(403, body: Array(text.utf8))
    }
    let secrets = try fixture.makeFolder("secrets")
    // Of what lies in this folder no mode is asked.
    let credentials = try fixture.makeFolder("secrets/systemd")
    fixture.environment["CREDENTIALS_DIRECTORY"] = credentials
    for (name, canary) in zip(Self.names, canaries) { try write(canary, name) }
    try write(canaries[1], "systemd/by-credential")
    for (name, secret) in [
      ("by-file", "File=\(secrets)/by-file"), ("by-credential", "Credential=by-credential"),
    ] {
      try Texts.write(
        "[Address]\nType=s3\nBucket=photos\nDomain=\(store.url)\nAccessId=AK\nAccessSecret\(secret)\n",
        to: "\(fixture.etc)/addresses.d/\(name).address")
    }
    try fixture.writeAddress("plain", try fixture.makeFolder("plain"))
  }

  /// Writes a secret where it belongs.
  func write(_ canary: Canary, _ name: String) throws {
    let path = "\(fixture.folder)/secrets/\(name)"
    try Texts.write(canary.text + "\n", to: path)
    chmod(path, 0o600)
  }

  /// Makes the addresses that files do not make.
  func makeAddresses() throws {
    func words(_ name: String, _ secret: String) -> [String] {
      [
        "create-address", name, "--address-type", "oss", "--bucket", "photos", "--domain",
        store.url, "--access-id", "AK", "--access-secret", secret,
      ]
    }
    let said = try ferry(words("by-stdin", "-"), input: "by-stdin")
    #expect(said.status == 0 && said.err.isEmpty, "\(said)")
    let warned = try fixture.ferry(words("by-argv", canaries[3].text))
    #expect(warned.status == 0 && warned.err.contains("can be read by every user"), "\(warned)")
    let body = """
      {"Name":"by-api","AddressDetail":{"AddressType":"cos","Bucket":"b-125","Domain":"\(store.url)",\
      "AccessId":"AK","AccessSecret":"\(canaries[4].text)"}}
      """
    let made = try fixture.run([
      "/usr/bin/curl", "-s", "-i", "--unix-socket", fixture.socket, "-d", body,
      "http://ferry/api/v1/addresses",
    ])
    #expect(made.out.hasPrefix("HTTP/1.1 200"), "\(made)")
  }

  /// The command line with a secret's file as its standard input.
  func ferry(_ words: [String], input: String) throws -> DaemonFixture.Said {
    try fixture.run(
      [
        "/bin/sh", "-c", #"exec "$@" < "$0""#, "\(fixture.folder)/secrets/\(input)",
        "\(fixture.binaries)/ferry",
      ] + words)
  }
}
