import Foundation
import TestSupport
import Testing

/// Lists of objects in buckets, and of URLs, beside a whole daemon.
@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: Peers.areThere, "\(Peers.how)"),
  .daemonLog)
struct ListTests {
  @Test("an inventory in one store names objects of another, and they go to each kind of place")
  func inventories() throws {
    try DaemonFixture.with("lists") { fixture in
      let stores = try Stores(fixture)
      let source = try prepare(fixture, count: 60)
      try fixture.writePlainJob("there", from: "src", to: "strict")
      try fixture.start()
      #expect(try fixture.ended("there").moved == 60)
      // As a service would write it: whole keys, gzip, sizes and times.
      _ = try stores.python(
        """
        import gzip, hashlib, io
        out = io.StringIO()
        for n in range(0, 60, 2):
          out.write("bucket,d%d%%2Ff%d,%d,2020-01-02T03:04:05.000Z\\n" % (n % 4, n, n))
        out.write("bucket,gone,1,2020-01-02T03:04:05.000Z\\nbucket,%zz,1,\\n")
        data = gzip.compress(out.getvalue().encode())
        s3.put_object(Bucket=bucket, Key="inv/daily/data/0.csv.gz", Body=data)
        manifest = {"fileFormat": "CSV", "fileSchema": "Bucket, Key, Size, LastModifiedDate",
          "files": [{"key": "inv/daily/data/0.csv.gz", "size": len(data),
          "MD5checksum": hashlib.md5(data).hexdigest()}], "sourceBucket": "bucket"}
        s3.put_object(Bucket=bucket, Key="inv/daily/T0/manifest.json", Body=json.dumps(manifest))
        s3.create_bucket(Bucket="copies")
        """)
      try fixture.writeList(
        "listed", stores, data: stores.strict, list: stores.loose, "inv/daily/T0/manifest.json")
      try stores.writeAddress(fixture, "copies", stores.loose, prefix: "", bucket: "copies")
      try fixture.writePlainJob("down", from: "listed", to: "dst")
      try fixture.writePlainJob("over", from: "listed", to: "copies")
      try fixture.done("reload")
      let verified = try fixture.ferry("verify-address", "listed")
      #expect(verified.status == 0, "\(verified)")
      _ = (stores.strict.asked.take(), stores.loose.asked.take())
      for job in ["down", "over"] {
        let end = try fixture.ended(job)
        #expect(end["TotalCount"].number == 32 && end["FailedCount"].number == 2, "\(job)")
        let failed = try fixture.ferry("failed", job)
        #expect(failed.out.contains("0.csv.gz:32"), "\(failed)")
        #expect(failed.out.contains("SourceGone"), "\(failed)")
      }
      let asked = stores.strict.asked.take()
      #expect(!asked.contains { $0.contains("list-type") }, "\(asked)")
      #expect(try Tree.read(fixture.folder + "/destination").count == 30 + 2)
      let keys = try stores.python(
        "print(len(s3.list_objects_v2(Bucket='copies')['Contents']))", of: stores.loose)
      #expect(keys.hasPrefix("30"))
      // Nothing is copied again.
      #expect(try fixture.ended("down", run: 2).moved == 0)
      withExtendedLifetime(source) {}
    }
  }

  @Test("a line that failed is retried without its list, and a killed daemon goes on in it")
  func urls() throws {
    try DaemonFixture.with("urls") { fixture in
      try fixture.makePair()
      let lists = try fixture.makeFolder("lists")
      let site = try SlowSite()
      let count = 400
      var rows = (0..<count).map { "d\($0 % 5)/f\($0),\(site.url)/\($0)\n" }
      rows.insert("d/later,\(site.url)/later\n", at: 100)
      rows.insert("bad line\n", at: 200)
      try Texts.write(rows.joined(), to: lists + "/urls.csv")
      try Texts.write(
        """
        [Address]
        Type=http
        InvLocation=local
        InvPath=\(lists)/urls.csv
        PrivateHosts=yes

        """, to: fixture.etc + "/addresses.d/cdn.address")
      try fixture.writePlainJob("pull", from: "cdn", to: "dst")
      try fixture.start()
      let verified = try fixture.ferry("verify-address", "cdn")
      #expect(verified.status == 0, "\(verified)")
      try fixture.done("start-job", "pull")
      #expect(eventually(30) { site.gets > 60 })
      fixture.kill()
      try fixture.start()
      #expect(try fixture.wait(for: "FINISHED", of: "pull"))
      let end = try fixture.newest("pull")
      #expect(end["TotalCount"].number == count + 2, "\(end)")
      #expect(end["FailedCount"].number == 2, "\(end)")
      let failed = try fixture.ferry("failed", "pull")
      #expect(failed.out.contains("urls.csv:201"), "\(failed)")
      #expect(failed.out.contains("403"), "\(failed)")
      unlink(lists + "/urls.csv")
      site.open()
      try fixture.done("retry-job", "pull", "--wait")
      let later = try String(
        contentsOfFile: fixture.folder + "/destination/d/later", encoding: .utf8)
      #expect(later == "content of /later")
      let dark = try fixture.ferry("failed", "pull")
      #expect(!dark.out.contains("403"), "\(dark)")
    }
  }

  @Test("by request each bucket has a key of its own, and one of them is given anew")
  func requested() throws {
    try DaemonFixture.with("asked") { fixture in
      let stores = try Stores(fixture)
      try fixture.makePair()
      try Texts.write("a\nb\n", to: stores.folder + "/keys.txt")
      _ = try stores.python("for k in 'ab': s3.put_object(Bucket=bucket, Key='in/' + k, Body=k)")
      try fixture.start()
      try fixture.done(
        "create-address", "listed", "--address-type=inv", "--data-type=s3", "--bucket=bucket",
        "--prefix=in/", "--domain=\(stores.loose.proxy.url)", "--path-style", "--access-id=one",
        "--access-secret=first-canary", "--inv-location=s3", "--inv-bucket=bucket",
        "--inv-domain=\(stores.strict.proxy.url)", "--inv-path-style", "--inv-path=keys.txt",
        "--inv-access-id=\(stores.strict.accessID)", "--inv-access-secret=second-canary")
      let wrong = try fixture.ferry("verify-address", "listed")
      #expect(wrong.status == 1 && wrong.out.contains("signature"), "\(wrong)")
      try fixture.done("update-address", "listed", "--inv-access-secret=\(stores.secret)")
      let right = try fixture.ferry("verify-address", "listed")
      #expect(right.status == 0, "\(right)")
      let shown = try fixture.ferry("get-address", "listed", "--json")
      let detail = shown.data["AddressDetail"]
      #expect(detail["DataType"].text == "s3" && detail["InvLocation"].text == "s3")
      #expect(detail["InvAccessSecretFrom"].text == "stored encrypted", "\(shown)")
      #expect(!shown.out.contains("canary") && !shown.out.contains(stores.secret))
      try fixture.done(
        "create-job", "pull", "--src-address=listed", "--dest-address=dst",
        "--overwrite-mode=always", "--transfer-mode=all", "--auto-retry=no")
      let end = try fixture.ended("pull")
      #expect(end["CopiedCount"].number == 2 && end["FailedCount"].number == 0, "\(end)")
    }
  }

  @Test("a body without a length goes into a store in parts, and a closed run leaves none there")
  func streams() throws {
    try DaemonFixture.with("streams") { fixture in
      let stores = try Stores(fixture)
      let lists = try fixture.makeFolder("lists")
      let isSlow = Stores.Requests()
      let server = try StubServer { request, connection in
        connection.send("HTTP/1.1 200 Said\r\nTransfer-Encoding: chunked\r\n\r\n")
        if request.method == "HEAD" { return false }
        for number in 0..<20 {
          connection.send("100000\r\n")
          connection.send([UInt8](repeating: UInt8(number), count: 1 << 20))
          connection.send("\r\n")
          if number == 17, isSlow.count("fast") == 0 { connection.waitForEnd() }
        }
        return connection.send("0\r\n\r\n")
      }
      try Texts.write("\(server.url)/x\tlarge\n", to: lists + "/urls.txt")
      try Texts.write(
        "[Address]\nType=http\nInvLocation=local\nInvPath=\(lists)/urls.txt\nPrivateHosts=yes\n",
        to: fixture.etc + "/addresses.d/cdn.address")
      try fixture.writePlainJob("send", from: "cdn", to: "loose")
      try fixture.start()
      let dry = try fixture.ferry("start-job", "send", "--dry-run")
      #expect(dry.status == 0 && dry.out.contains("would copy 1 "), "\(dry)")
      try fixture.done("start-job", "send")
      #expect(eventually(30) { stores.loose.asked.count("partNumber=2") > 0 })
      try fixture.done("close-job", "send", "--wait")
      let open = "print(len(s3.list_multipart_uploads(Bucket=bucket).get('Uploads', [])))"
      #expect(try stores.python(open).hasPrefix("0"))
      isSlow.note("fast")
      let end = try fixture.ended("send", run: 2)
      #expect(end["CopiedCount"].number == 1 && end["FailedCount"].number == 0, "\(end)")
      let said = try stores.python(
        "o = s3.get_object(Bucket=bucket, Key='in/large'); b = o['Body'].read(); "
          + "print(len(b), sum(b[i << 20] for i in range(20)), o['ETag'])")
      #expect(said.hasPrefix("20971520 190 "), "\(said)")
      #expect(said.contains("-3"), "\(said)")
    }
  }

  @Test("by request private networks stay closed")
  func closed() throws {
    try DaemonFixture.with("closed") { fixture in
      try fixture.makePair()
      let lists = try fixture.makeFolder("lists")
      let site = try SlowSite()
      try Texts.write("\(site.url)/1\ta\n", to: lists + "/urls.txt")
      try fixture.start()
      try fixture.done(
        "create-address", "cdn", "--address-type=http", "--inv-location=local",
        "--inv-path=\(lists)/urls.txt")
      let verified = try fixture.ferry("verify-address", "cdn")
      #expect(verified.status == 1 && verified.out.contains("private network"), "\(verified)")
      try fixture.done(
        "create-job", "pull", "--src-address=cdn", "--dest-address=dst", "--overwrite-mode=always",
        "--transfer-mode=all", "--auto-retry=no")
      let end = try fixture.ended("pull")
      #expect(end["FailedCount"].number == 1)
      #expect(site.gets == 0)
    }
  }

  @Test("a hundred thousand lines need no more memory than a thousand")
  func long() throws {
    try DaemonFixture.with("long") { fixture in
      let stores = try Stores(fixture)
      try fixture.makePair()
      // All of them are there but one, and nothing is to be copied.
      _ = try stores.python(
        """
        for count in [1000, 100000]:
          lines = "".join("b,d%d%%2Ff%d,1,2020-01-02T03:04:05Z\\n" % (n % 50, n) for n in range(count))
          s3.put_object(Bucket=bucket, Key="%d/0.csv" % count, Body=lines)
          s3.put_object(Bucket=bucket, Key="%d/manifest.json" % count, Body=json.dumps({
            "fileFormat": "CSV", "fileSchema": "Bucket,Key,Size,LastModifiedDate",
            "files": [{"key": "0.csv"}]}))
        """)
      try fixture.run([
        "/bin/sh", "-c",
        "cd \(fixture.folder)/destination && for d in $(seq 0 49); do mkdir d$d; done && "
          + "seq 0 99999 | awk '{f = \"d\" $1 % 50 \"/f\" $1; printf \"x\" > f; close(f)}'",
      ])
      for count in [1_000, 100_000] {
        try fixture.writeList(
          "list\(count)", stores, data: stores.strict, list: stores.loose,
          "\(count)/manifest.json")
        try Texts.write(
          "[Job]\nSource=list\(count)\nDestination=dst\nOverwriteMode=always\n"
            + "TransferMode=lastmodified\n[Retry]\nAuto=no\n",
          to: "\(fixture.etc)/jobs.d/job\(count).job")
      }
      try fixture.start()
      var peaks: [Int] = []
      for count in [1_000, 100_000] {
        let end = try fixture.ended("job\(count)", seconds: 120)
        #expect(end["TotalCount"].number == count)
        #expect(end["FailedCount"].number == 0)
        #expect(end["SkippedCount"].number == count)
        peaks.append(try fixture.peakMemory())
      }
      print("memory: \(peaks[0]) KiB after 1,000 lines, \(peaks[1]) KiB after 100,000")
      #expect(peaks[1] - peaks[0] < 24 << 10)
    }
  }

  private func prepare(_ fixture: DaemonFixture, count: Int) throws -> String {
    try fixture.makePair()
    let source = fixture.folder + "/source"
    var random = SeededRandom(seed: 5)
    for number in 0..<count {
      try Tree.write(
        source, Array("d\(number % 4)/f\(number)".utf8), Tree.bytes(number, &random),
        modified: 1_577_934_245_000_000_000)
    }
    return source
  }
}

/// A server that takes a while for each answer, and refuses one object until it is told not to.
private final class SlowSite: Sendable {
  private final class State: Sendable {
    let flags = Stores.Requests()
    let opened = Stores.Requests()
  }

  private let server: StubServer
  private let state = State()

  init() throws {
    let state = state
    server = try StubServer { request, connection in
      if request.method == "GET" {
        state.flags.note(request.target)
        usleep(10_000)
      }
      if request.target == "/later", state.opened.count("open") == 0 {
        return connection.answer(403, [])
      }
      let body = Array("content of \(request.target)".utf8)
      let head = [
        "HTTP/1.1 200 Said", "Content-Length: \(body.count)",
        "Last-Modified: Fri, 02 Jan 2026 03:04:05 GMT", "", "",
      ].joined(separator: "\r\n")
      return connection.send(Array(head.utf8) + (request.method == "HEAD" ? [] : body))
    }
  }

  var url: String { server.url }
  /// How often content was asked for.
  var gets: Int { state.flags.count("/") }

  /// Refuses nothing from now on.
  func open() { state.opened.note("open") }
}

extension DaemonFixture {
  /// Writes an address whose list is in one store and whose objects are in another.
  fileprivate func writeList(
    _ name: String, _ stores: Stores, data: Stores.Store, list: Stores.Store, _ key: String
  ) throws {
    let text = """
      [Address]
      Type=inv
      DataType=s3
      Bucket=\(Stores.bucket)
      Prefix=in/
      Domain=\(data.proxy.url)
      PathStyle=yes
      AccessId=\(data.accessID)
      AccessSecretFile=\(folder)/secret
      InvLocation=s3
      InvBucket=\(Stores.bucket)
      InvDomain=\(list.proxy.url)
      InvPathStyle=yes
      InvPath=\(key)
      InvAccessId=\(list.accessID)
      InvAccessSecretFile=\(folder)/secret

      """
    try Texts.write(text, to: "\(etc)/addresses.d/\(name).address")
  }

  /// The most memory that the daemon has had, in KiB.
  fileprivate func peakMemory() throws -> Int {
    guard let id = daemon?.pid else { throw Problem("no daemon") }
    let status = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
    return Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0
  }
}
