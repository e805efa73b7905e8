import Calendar
import HTTP
import Migration
import Platform
import S3
import Transfer

extension S3Bench {
  /// Reads lists: flat, and in folders.
  func list() throws(BenchError) {
    let count = options.keys
    for folders in [1, max(1, count / 1_000)] {
      var table = S3Table(
        title: "a list of \(count) keys" + (folders > 1 ? " in \(folders) folders" : ", flat"),
        unit: ("key", count))
      let keys = "\(folder)/list.keys"
      let perFolder = (count + folders - 1) / folders
      try S3KeyFile.write(
        (0..<count).lazy.map { number in
          let name = "object-\(Self.padded(number, 9)).dat"
          return folders > 1 ? "folder-\(Self.padded(number / perFolder, 6))/\(name)" : name
        }, to: keys)
      for _ in 0..<options.rounds {
        try read(keys, count, &table)
      }
      table.show()
    }
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  private func read(
    _ keys: String, _ count: Int, _ table: inout S3Table
  ) throws(BenchError) {
    let programs: [(String, Double?, (Int) throws(BenchError) -> Measure?)] = [
      (
        Mover.ferry, nil,
        { [ledger] (port) throws(BenchError) in try Self.listAhead(port, ledger) }
      ),
      ("ferry, page after page", nil, { (port) throws(BenchError) in try Self.list(port, count) }),
      ("limit: pages only", nil, { (port) throws(BenchError) in try Self.pages(port, count) }),
      (
        "rclone lsf -R", 4,
        { [program = options.rclone] (port) throws(BenchError) in
          try Child.run(
            [program, "--config", "", "lsf", "-R", "--files-only", S3Run.remote(port)])
        }
      ),
      (
        "rclone lsf --fast-list", 4,
        { [program = options.rclone] (port) throws(BenchError) in
          try Child.run(
            [
              program, "--config", "", "lsf", "-R", "--files-only", "--fast-list",
              S3Run.remote(port),
            ])
        }
      ),
    ]
    for (name, wanted, body) in programs {
      let server = try S3Server.cheap(
        keys: keys, size: options.size, log: log, latency: options.latency)
      guard let measure = try body(server.port) else { throw .failed("rclone has gone") }
      table.add(name, wanted: wanted, measure, server: server.stop())
    }
  }

  /// All keys by ferry's mover, whose filter lets none of them through.
  private static func listAhead(_ port: Int, _ ledger: String) throws(BenchError) -> Measure {
    var order = FerryRun.order("the bucket", "/nowhere")
    order.sourceBucket = S3Run.end(port)
    order.destinationBucket = S3Run.end(port)
    order.overwrite = .alwaysAll
    order.filter.excludeModified =
      TimeRange(Instant(seconds: 0), Instant(seconds: 1 << 32)).map { [$0] } ?? []
    return try FerryRun.move(order, ledger: ledger)
  }

  /// All keys by ferry's client.
  private static func list(_ port: Int, _ count: Int) throws(BenchError) -> Measure {
    try measured(count) { () throws(BenchError) in
      guard let endpoint = S3Endpoint(S3Run.place(port)) else { throw .failed("no endpoint") }
      do throws(S3Error) {
        let client = try S3Client(
          endpoint: endpoint,
          credentials: S3Credentials(
            accessID: S3Server.access.id, secret: Secret(S3Server.access.secret)),
          settings: settings)
        var (listing, page, found) = (S3Listing(prefix: []), S3Page(), 0)
        while try client.list(&listing, into: &page) { found += page.count }
        return found
      } catch {
        throw .failed("\(error)")
      }
    }
  }

  /// The same pages, not read: what the requests cost.
  private static func pages(_ port: Int, _ count: Int) throws(BenchError) -> Measure {
    try measured(count) { () throws(BenchError) in
      do throws(HTTPError) {
        let client = try HTTPClient(settings: settings.http)
        var (next, bytes) = (0, 0)
        while next < count {
          let request = HTTPRequest(
            method: "GET",
            url: "http://127.0.0.1:\(port)/\(S3Server.bucket)?list-type=2"
              + (next > 0 ? "&continuation-token=\(next)" : ""))
          _ = try client.perform(request) { bytes += $0.count }
          next += 1_000
        }
        return bytes > 0 ? count : 0
      } catch {
        throw .failed("\(error)")
      }
    }
  }

  private static var settings: S3Settings {
    var settings = S3Settings()
    settings.http.proxy = .none
    return settings
  }

  private static func measured(
    _ count: Int, _ body: () throws(BenchError) -> Int
  ) throws(BenchError) -> Measure {
    FerryMemory.resetPeak()
    let (start, processor) = (Child.now(), Measure.ownProcessor())
    let found = try body()
    guard found == count else { throw .failed("\(found) keys of \(count) were found") }
    return Measure(
      seconds: Child.now() - start, processor: Measure.ownProcessor() - processor,
      peakKiB: FerryMemory.peakKiB())
  }
}
