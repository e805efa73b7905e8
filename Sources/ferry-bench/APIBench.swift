import Calendar
import Dispatch
import Glibc
import Platform
import Signing
import Synchronization

/// How fast a daemon answers clients elsewhere while a run goes on: signed looks at jobs, and the list
/// of all of them.
struct APIBench {
  let options: APIOptions

  private static let accessID = "BENCH"
  private static let secret = "a secret of the benchmark"

  func run() throws(BenchError) {
    let path = "\(options.folder)/ferry-bench-api-\(getpid())"
    do throws(BenchError) {
      try measure(try DaemonFolders(path))
    } catch {
      try Child.remove(path)
      throw error
    }
    try Child.remove(path)
  }

  private func measure(_ folders: DaemonFolders) throws(BenchError) {
    guard !options.ferryd.isEmpty else {
      throw .failed("no ferryd beside this program: 'make build' makes it, --ferryd names another")
    }
    let port = try SignedClient.freePort()
    try prepare(folders, port)
    let daemon = try DaemonProcess(options.ferryd, folders)
    try begin(port)
    print(
      "\(options.clients) clients, \(options.jobs) jobs, a run that goes on, "
        + "\(options.seconds) s each; times in ms")
    try tell("GetJob", port) { number in "/job/job-\(number % options.jobs)" }
    try tell("ListJob of \(options.jobs)", port, clients: 1) { _ in "/joblist" }
    print("  ferryd: \(Figure.text(daemon.mebibytes("VmHWM"), 0)) MiB at most")
    try daemon.stop(folders)
  }

  /// Writes a key, addresses and jobs, and a tree for the run that goes on.
  private func prepare(_ folders: DaemonFolders, _ port: UInt16) throws(BenchError) {
    let config = folders.path + "/config"
    for folder in ["/addresses.d", "/jobs.d", "/access-keys.d"] {
      guard mkdir(config + folder, 0o700) == 0 else {
        throw .failed("cannot make \(config + folder): errno \(errno)")
      }
    }
    try write("[Daemon]\nListen=127.0.0.1:\(port)\nTimeZone=UTC\n", config + "/ferryd.conf")
    try write(
      "[AccessKey]\nId=\(Self.accessID)\nSecret=\(Self.secret)\nRole=admin\n",
      config + "/access-keys.d/bench.key")
    chmod(config + "/access-keys.d/bench.key", 0o600)
    for name in ["source", "target"] {
      let tree = "\(folders.trees)/\(name)"
      guard mkdir(tree, 0o700) == 0 else { throw .failed("cannot make \(tree): errno \(errno)") }
      try write("[Address]\nType=local\nPrefix=\(tree)/\n", "\(config)/addresses.d/\(name).address")
    }
    for number in 0..<2_000 { try write("x", "\(folders.trees)/source/\(number)") }
    for number in 0..<options.jobs {
      let text = """
        [Job]
        Source=source
        Destination=target
        OverwriteMode=always
        TransferMode=all
        [Throttle]
        MaxQPS=10

        """
      try write(text, "\(config)/jobs.d/job-\(number).job")
    }
  }

  private func write(_ text: String, _ path: String) throws(BenchError) {
    guard let file = fopen(path, "w") else { throw .failed("cannot make \(path): errno \(errno)") }
    fputs(text, file)
    guard fclose(file) == 0 else { throw .failed("cannot write \(path): errno \(errno)") }
  }

  /// Starts a run that does not end while it is measured.
  private func begin(_ port: UInt16) throws(BenchError) {
    let client = try SignedClient(port)
    let body = "<ImportJob><Status>IMPORT_JOB_LAUNCHING</Status></ImportJob>"
    let request = try signed("PUT", "/job/job-0", body)
    guard try client.ask(request) == 200 else { throw .failed("the job could not be started") }
  }

  private func signed(
    _ method: String, _ path: String, _ body: String = ""
  ) throws(BenchError) -> [UInt8] {
    let time = BasicTime.text(WallClock.now())
    let scope = OSSV4Scope(day: String(time.prefix(8)), region: "bench")
    let headers = [
      (name: "x-oss-date", value: time),
      (name: "x-oss-content-sha256", value: OSSV4Request.unsignedPayload),
    ]
    let request = OSSV4Request(
      method: method, path: path, query: [], headers: headers, time: time)
    let signature: [UInt8]
    do {
      signature = try OSSV4.signature(of: request, scope: scope, secret: Secret(Self.secret))
    } catch {
      throw .failed("a request cannot be signed: \(error)")
    }
    var text = "\(method) \(path) HTTP/1.1\r\nHost: bench\r\n"
    for header in headers { text += "\(header.name): \(header.value)\r\n" }
    text += "Authorization: OSS4-HMAC-SHA256 Credential=\(Self.accessID)/\(scope.day)/bench/oss/"
    text += "aliyun_v4_request, Signature=\(String(decoding: signature, as: UTF8.self))\r\n"
    if !body.isEmpty { text += "Content-Length: \(body.utf8.count)\r\n" }
    return Array((text + "\r\n" + body).utf8)
  }

  /// Has the clients ask for a while and prints what that came to.
  private func tell(
    _ name: String, _ port: UInt16, clients: Int? = nil, path: (Int) -> String
  ) throws(BenchError) {
    // A look may be sent as often as one likes, so that what is measured is the daemon.
    var requests: [[UInt8]] = []
    for number in 0..<64 { requests.append(try signed("GET", path(number))) }
    let shared = requests
    let all = Shared()
    let end = Child.now() + Double(options.seconds)
    let ended = DispatchSemaphore(value: 0)
    let count = clients ?? options.clients
    for number in 0..<count {
      do {
        _ = try OwnThread(name: "client") {
          do throws(BenchError) {
            let times = try Self.ask(shared, from: number, until: end, port)
            all.add(times)
          } catch {
            all.fail("\(error)")
          }
          ended.signal()
        }
      } catch {
        throw .failed("no thread for a client: \(error)")
      }
    }
    for _ in 0..<count { ended.wait() }
    let (times, problem) = all.found
    guard problem.isEmpty, !times.isEmpty else { throw .failed("clients failed: \(problem)") }
    let sorted = times.sorted()
    func part(_ share: Double) -> String {
      Figure.text(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))], 2)
    }
    print(
      "  \(name): \(times.count / options.seconds) a second, median \(part(0.5)), "
        + "p99 \(part(0.99)), longest \(part(1))")
  }

  private static func ask(
    _ requests: [[UInt8]], from first: Int, until end: Double, _ port: UInt16
  ) throws(BenchError) -> [Double] {
    let client = try SignedClient(port)
    var times: [Double] = []
    var number = first
    while true {
      let begin = Child.now()
      guard begin < end else { return times }
      let status = try client.ask(requests[number % requests.count])
      guard status == 200 else { throw .failed("an answer with status \(status)") }
      times.append((Child.now() - begin) * 1_000)
      number += 1
    }
  }
}

/// What the clients of one measurement have found.
private final class Shared: Sendable {
  private let state = Mutex<(milliseconds: [Double], problem: String)>(([], ""))

  var found: (milliseconds: [Double], problem: String) { state.withLock { $0 } }

  func add(_ times: [Double]) { state.withLock { $0.milliseconds += times } }
  func fail(_ problem: String) { state.withLock { $0.problem = problem } }
}
