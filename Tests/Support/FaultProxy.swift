import Foundation
import Synchronization

/// Stands between a client and a server of HTTP and does to some requests what networks and
/// services do.
///
/// What is done depends on the seed, the request and how often it came before, not on the order in
/// which threads send: the same test meets the same faults.
public final class FaultProxy: Sendable {
  /// How often something is done, and to what.
  public struct Plan: Sendable {
    /// Of a thousand requests so many meet the fault.
    public var perMille: [Fault: Int]
    /// So many times at most the same request meets a fault, so that trying again helps.
    public var mostPerRequest: Int
    /// Which requests may meet one; by method and target.
    public var concerns: @Sendable (_ method: String, _ target: String) -> Bool

    /// A plan.
    public init(
      _ perMille: [Fault: Int] = [:], mostPerRequest: Int = 2,
      concerns: @escaping @Sendable (String, String) -> Bool = { _, _ in true }
    ) {
      self.perMille = perMille
      self.mostPerRequest = mostPerRequest
      self.concerns = concerns
    }
  }

  private struct State {
    var plan: Plan
    var storm: (fault: Fault, left: Int)?
    var injected: [Fault: Int] = [:]
    var seen: [String: (times: Int, faults: Int)] = [:]
  }

  private let shared: Shared
  private let server: StubServer

  /// Where it listens: `http://127.0.0.1:PORT`.
  public var url: String { server.url }
  /// The port it listens on.
  public var port: UInt16 { server.port }
  /// Requests so far.
  public var requests: Int { server.requests }
  /// How often each fault was done.
  public var injected: [Fault: Int] { shared.state.withLock { $0.injected } }

  /// Begins to listen.
  ///
  /// - Parameter server: The port of the server on this machine.
  public init(to server: UInt16, seed: UInt64, plan: Plan = Plan()) throws {
    let shared = Shared(server: server, seed: seed, plan: plan)
    self.shared = shared
    self.server = try StubServer { request, connection in
      try shared.pass(request, connection)
    }
  }

  /// Does other things from now on.
  public func set(_ plan: Plan) {
    shared.state.withLock { $0.plan = plan }
  }

  /// Lets the next requests that a fault fits meet it, whatever the plan.
  public func storm(_ fault: Fault, next count: Int) {
    shared.state.withLock { $0.storm = (fault, count) }
  }

  /// Listens no more, and ends all connections.
  public func stop() {
    server.stop()
  }

  /// What the proxy and its connections share.
  private final class Shared: Sendable {
    let state: Mutex<State>
    private let server: UInt16
    private let seed: UInt64

    init(server: UInt16, seed: UInt64, plan: Plan) {
      self.server = server
      self.seed = seed
      state = Mutex(State(plan: plan))
    }

    /// Passes a request on, or does something to it; whether the connection is kept.
    func pass(_ request: StubRequest, _ client: StubConnection) throws -> Bool {
      let fault = choose(request)
      switch fault {
      case .resetUpload:
        _ = client.read(request.contentLength / 2)
        client.reset()
        return false
      case .slowDown: return refuse(request, client, 503, "SlowDown")
      case .serverError: return refuse(request, client, 500, "InternalError")
      case .skewedDate:
        return refuse(
          request, client, 403, "RequestTimeTooSkewed", ["Date: \(HTTPDate.text(in: 86_400))"])
      default: break
      }
      guard let upstream = StubConnection.open(port: server) else {
        return refuse(request, client, 502, "BadGateway")
      }
      guard forward(request, client, upstream), let raw = upstream.readHead(),
        let answer = StubAnswer(raw)
      else { return false }
      return send(answer, to: request, client, upstream, fault)
    }

    private func choose(_ request: StubRequest) -> Fault? {
      let key = "\(request.method) \(request.target)"
      return state.withLock { state in
        var seen = state.seen[key] ?? (0, 0)
        defer { state.seen[key] = seen }
        seen.times += 1
        var chosen: Fault?
        if let storm = state.storm, storm.left > 0, storm.fault.fits(request) {
          state.storm = (storm.fault, storm.left - 1)
          chosen = storm.fault
        } else if seen.faults < state.plan.mostPerRequest,
          state.plan.concerns(request.method, request.target)
        {
          chosen = draw(state.plan, key, seen.times, request)
        }
        if let chosen {
          state.injected[chosen, default: 0] += 1
          seen.faults += 1
        }
        return chosen
      }
    }

    private func draw(
      _ plan: Plan, _ key: String, _ time: Int, _ request: StubRequest
    ) -> Fault? {
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in "\(key) \(time)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      var random = SeededRandom(seed: hash ^ seed)
      for fault in Fault.allCases {
        let isDrawn = Int.random(in: 0..<1_000, using: &random) < plan.perMille[fault] ?? 0
        if isDrawn && fault.fits(request) { return fault }
      }
      return nil
    }

    private func refuse(
      _ request: StubRequest, _ client: StubConnection, _ status: Int, _ code: String,
      _ headers: [String] = []
    ) -> Bool {
      guard drain(request.contentLength, from: client, { _ in true }) else { return false }
      let text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>\(code)</Code>"
        + "<Message>injected</Message><RequestId>0</RequestId></Error>"
      return client.answer(
        status, ["Content-Type: application/xml"] + headers,
        body: request.method == "HEAD" ? [] : Array(text.utf8))
    }

    private func forward(
      _ request: StubRequest, _ client: StubConnection, _ upstream: StubConnection
    ) -> Bool {
      upstream.send(Array(request.raw.dropLast(2)) + Array("Connection: close\r\n\r\n".utf8))
        && drain(request.contentLength, from: client) { upstream.send($0) }
    }

    /// Reads so many bytes in parts; false if they do not come, or are not taken.
    private func drain(
      _ count: Int, from connection: StubConnection, _ take: ([UInt8]) -> Bool
    ) -> Bool {
      var left = count
      while left > 0 {
        let part = connection.readSome(min(left, 256 << 10))
        guard !part.isEmpty, take(part) else { return false }
        left -= part.count
      }
      return true
    }

    private func send(
      _ answer: StubAnswer, to request: StubRequest, _ client: StubConnection,
      _ upstream: StubConnection, _ fault: Fault?
    ) -> Bool {
      var answer = answer
      let hasBody = request.method != "HEAD" && answer.status != 204 && answer.status != 304
      if fault == .serverErrorAfter {
        let rest = StubRequest(Array("\(request.method) / HTTP/1.1\r\n\r\n".utf8))
        return rest.map { refuse($0, client, 500, "InternalError") } ?? false
      }
      if fault == .wrongETag {
        answer.replace("ETag", by: "\"0123456789abcdef0123456789abcdef\"")
      }
      guard hasBody, let length = answer.contentLength else {
        guard client.send(answer.raw) else { return false }
        // Without a length the end of the connection is the body's end.
        while hasBody {
          let part = upstream.readSome(256 << 10)
          guard !part.isEmpty, client.send(part) else { return false }
        }
        return true
      }
      let half = length / 2
      if fault == .cutList {
        answer.replace("Content-Length", by: "\(half)")
        return client.send(answer.raw) && drain(half, from: upstream) { client.send($0) }
      }
      guard client.send(answer.raw) else { return false }
      guard fault == .resetAnswer || fault == .shortAnswer || fault == .stall else {
        return drain(length, from: upstream) { client.send($0) }
      }
      _ = drain(half, from: upstream) { client.send($0) }
      if fault == .resetAnswer { client.reset() }
      if fault == .stall { client.waitForEnd() }
      return false
    }
  }
}
