internal import CMicrohttpd
internal import Migration

/// What the callbacks of one daemon share: they are called by all of its threads.
final class ServerCore: Sendable {
  let running = RunningRequests()
  private let limits: ServerLimits
  private let ids = RequestIDs()
  private let handler: RequestHandler
  private let log: RequestLog

  init(limits: ServerLimits, log: @escaping RequestLog, handler: @escaping RequestHandler) {
    self.limits = limits
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
      method: method, peer: Peer(ofSocket: connection.descriptor), comesTooLate: !running.begin())
    guard let announced = connection.header("Content-Length").flatMap({ Int($0) }),
      announced > limits.droppedBytes
        || announced > limits.bodyBytes && connection.header("Expect") != nil
    else { return .YES }
    let refused = Response.refused(Exchange.tooLarge(limits), requestID: exchange.id)
    return send(refused, to: exchange, on: connection)
  }

  /// The request was read whole.
  func answer(_ exchange: Exchange, on connection: borrowing Connection) -> MHD_Result {
    let response: Response
    do {
      response = handler(try exchange.request())
    } catch {
      response = .refused(error, requestID: exchange.id)
    }
    return send(response, to: exchange, on: connection)
  }

  /// The answer is out, or the connection was lost.
  func end(_ exchange: Exchange) {
    if exchange.begun != nil { running.end() }
  }

  private func send(
    _ response: Response, to exchange: Exchange, on connection: borrowing Connection
  ) -> MHD_Result {
    exchange.isAnswered = true
    var headers = response.headers
    headers.append(Header("Content-Type", response.contentType))
    headers.append(Header("x-oss-request-id", exchange.id))
    if exchange.comesTooLate { headers.append(Header("Connection", "close")) }
    let isSent = connection.send(
      status: response.status, headers: headers, body: response.body, file: response.file)
    log(exchange.record(status: response.status))
    return isSent ? .YES : .NO
  }
}
