internal import CMicrohttpd
internal import Migration

/// What the callbacks of one daemon share: they are called by all of its threads.
final class ServerCore: Sendable {
  let running = RunningRequests()
  private let limits: ServerLimits
  private let ids = RequestIDs()
  private let handler: RequestHandler
  private let log: RequestLog
  private let form: RefusalForm
  /// Connections whose request takes too long; nil where all clients are on this machine.
  let slow: SlowClients?

  init(
    limits: ServerLimits, form: @escaping RefusalForm, log: @escaping RequestLog,
    handler: @escaping RequestHandler
  ) {
    self.limits = limits
    self.form = form
    slow = limits.requestSeconds.map { SlowClients(seconds: $0) }
    self.log = log
    self.handler = handler
  }

  /// A request line was read.
  func exchange(target: [UInt8]) -> Exchange {
    Exchange(target: target, id: ids.next(), limits: limits)
  }

  /// The headers were read: what can be refused now is answered before the body is read.
  func begin(
    _ exchange: Exchange, method: String, on connection: borrowing Connection
  ) -> MHD_Result {
    exchange.begin(
      method: method, caller: connection.caller, headers: connection.headers,
      comesTooLate: !running.begin())
    guard let announced = connection.header("Content-Length").flatMap({ Int($0) }),
      announced > limits.droppedBytes
        || announced > limits.bodyBytes && connection.header("Expect") != nil
    else { return .YES }
    return send(refused(Exchange.tooLarge(limits), exchange), to: exchange, on: connection)
  }

  /// The request was read whole.
  func answer(_ exchange: Exchange, on connection: borrowing Connection) -> MHD_Result {
    slow?.rest(connection.descriptor)
    let response: Response
    do {
      response = handler(try exchange.request())
    } catch {
      response = refused(error, exchange)
    }
    return send(response, to: exchange, on: connection)
  }

  private func refused(_ refusal: Refusal, _ exchange: Exchange) -> Response {
    form(refusal, exchange.target, exchange.id)
  }

  /// The answer is out, or the connection was lost.
  func end(_ exchange: Exchange) {
    if exchange.begun != nil { running.end() }
  }

  /// A connection was made or has answered: it is to bring a request in time.
  func begins(_ descriptor: Int32) { slow?.expect(descriptor) }

  /// A connection is about to be closed.
  func closes(_ descriptor: Int32) { slow?.forget(descriptor) }

  private func send(
    _ response: Response, to exchange: Exchange, on connection: borrowing Connection
  ) -> MHD_Result {
    exchange.isAnswered = true
    var headers = response.headers
    if !response.body.isEmpty || response.file != nil {
      headers.append(Header("Content-Type", response.contentType))
    }
    headers.append(Header("x-oss-request-id", exchange.id))
    if exchange.comesTooLate { headers.append(Header("Connection", "close")) }
    let isSent = connection.send(
      status: response.status, headers: headers, body: response.body, file: response.file)
    log(exchange.record(status: response.status, by: response.caller))
    return isSent ? .YES : .NO
  }
}
