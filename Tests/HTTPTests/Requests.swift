import HTTP
import TestSupport

/// Settings without a proxy, whatever the environment says.
let direct: HTTPSettings = {
  var settings = HTTPSettings()
  settings.proxy = .none
  return settings
}()

/// Asks a server for its root.
func get(_ server: StubServer) -> HTTPRequest {
  HTTPRequest(method: "GET", url: server.url + "/")
}

/// A body that is read in parts of odd lengths.
func stream(_ bytes: [UInt8]) -> HTTPBody {
  let source = BytesSource(bytes)
  return .stream(
    length: Int64(bytes.count), read: { source.read(into: $0) }, rewind: { source.rewind() })
}

private final class BytesSource {
  private let bytes: [UInt8]
  private var next = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  func read(into room: UnsafeMutableRawBufferPointer) -> Int {
    let part = bytes[next...].prefix(min(room.count, 12_345))
    room.copyBytes(from: part)
    next += part.count
    return part.count
  }

  func rewind() {
    next = 0
  }
}

/// Bytes that no two places have alike.
func random(_ count: Int) -> [UInt8] {
  var random = SeededRandom(seed: 7)
  return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
}

/// The error of a request that has to fail.
func failure(
  _ client: HTTPClient, _ url: String, method: String = "GET", body: HTTPBody = .none,
  headers: [(name: String, value: String)] = []
) throws -> HTTPError {
  do throws(HTTPError) {
    let answer = try client.fetch(
      HTTPRequest(method: method, url: url, headers: headers, body: body))
    throw HTTPError(.request("answered \(answer.head.status)"), server: "")
  } catch {
    return error
  }
}
