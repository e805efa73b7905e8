import Codecs
import Migration
import Store

/// The objects of a list of URLs, by their keys: the ledger knows their URLs.
final class WebSource: DownloadSource {
  private let run: RunContext
  private let client: WebClient
  /// What was told of the object that was asked for last.
  private var last: (key: [UInt8], object: WebClient.Object)?

  init(_ run: RunContext, _ client: WebClient) {
    self.run = run
    self.client = client
  }

  var tellsSizes: Bool { false }
  /// A server may give another thread another object.
  var givesParts: Bool { false }

  func look(_ key: [UInt8]) throws(ObjectError) -> BucketObject? {
    do throws(ObjectError) {
      let object = try client.look(url(of: key))
      last = (key, object)
      return Self.object(object)
    } catch {
      if error.failureCode == .sourceGone { return nil }
      throw error
    }
  }

  func get(
    _ key: [UInt8], _ range: Range<Int64>?, ifTag tag: String?,
    sink: (UnsafeRawBufferPointer) throws(ObjectError) -> Void
  ) throws(ObjectError) -> BucketObject {
    let known = last.flatMap { $0.key == key ? $0.object.tag : nil } ?? tag ?? ""
    let object = try client.get(
      url(of: key), from: range?.lowerBound ?? 0, tag: known,
      told: { (object) throws(ObjectError) in self.last = (key, object) }, sink: sink)
    if let tag, object.tag != tag { throw .changed }
    return Self.object(object)
  }

  /// Gets an object from its begin on.
  func stream(
    _ key: [UInt8], told: (WebClient.Object) throws(ObjectError) -> Void,
    sink: (UnsafeRawBufferPointer) throws(ObjectError) -> Void
  ) throws(ObjectError) -> WebClient.Object {
    try client.get(url(of: key), told: told, sink: sink)
  }

  /// A server's tag is whatever it likes.
  func isMD5(_ tag: String) -> Bool { false }

  func compare(_ tag: String, _ md5: [UInt8]?) {}

  func sum() -> BodySum? { nil }

  func compare(_ told: UInt64?, _ sum: CRC64?) {}

  private func url(of key: [UInt8]) throws(ObjectError) -> WebURL {
    let text: [UInt8]?
    do throws(LedgerError) {
      text = try run.ledger.url(of: ObjectKey(key))
    } catch {
      run.end(error)
      throw .stopped
    }
    do throws(WebURL.Problem) {
      return try WebURL(listed: text ?? [])
    } catch {
      let why = "its URL \(error.text)"
      throw ObjectError("get", .source, StoreProblem(code: .refused, text: why, mayPass: false))
    }
  }

  private static func object(_ found: WebClient.Object) -> BucketObject {
    BucketObject(facts: found.facts, tag: found.tag, original: nil, label: found.label)
  }
}
