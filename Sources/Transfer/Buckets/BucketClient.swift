import Calendar
import HTTP
import Migration
import S3
import Signing
import Store

/// One thread's way to a bucket: keys are relative to the address, errors are those of objects.
final class BucketClient {
  let side: ObjectError.Side
  /// How much later the store's clock is than this machine's, in nanoseconds.
  var clockLead: Int64 { client.clockLead }

  private let client: S3Client
  private let prefix: [UInt8]
  private let place: BucketPlace

  /// - Throws: If there is nothing to open the bucket with.
  init(_ end: BucketEnd, _ side: ObjectError.Side, _ stop: StopFlag) throws(ObjectError) {
    self.side = side
    place = end.place
    prefix = Array(end.place.prefix.utf8)
    let credentials: S3Credentials?
    do throws(BucketEnd.NoCredentials) {
      credentials = try end.credentials()
    } catch {
      throw ObjectError("open", side, StoreProblem(blocking: error.text))
    }
    guard let endpoint = S3Endpoint(end.place) else {
      let text = "\(end.place.kind.title) does not speak the language of Amazon S3"
      throw ObjectError("open", side, StoreProblem(blocking: text))
    }
    var settings = S3Settings()
    settings.http = end.settings
    do throws(S3Error) {
      client = try S3Client(
        endpoint: endpoint, credentials: credentials, settings: settings, stop: { stop.isSet })
    } catch {
      throw ObjectError("open", side, error)
    }
  }

  /// Whether the bodies of requests have to be signed.
  var signsBodies: Bool { !client.endpoint.isTLS }

  /// What the parts of an object may be.
  var parts: S3Profile.Parts { client.endpoint.profile.parts }

  // MARK: - Looking

  /// Fills a page with the objects after the one that it says.
  func list(_ listing: inout S3Listing, into page: inout S3Page) throws(ObjectError) -> Bool {
    try asked("list") { () throws(S3Error) in try client.list(&listing, into: &page) }
  }

  /// A list of the address's objects from a key on.
  func listing(after key: ObjectKey?) -> S3Listing {
    S3Listing(prefix: prefix, after: key.map { prefix + $0.bytes } ?? [])
  }

  /// What a list says of an object, its key without the address's prefix.
  func object(_ page: S3Page, _ index: Int, key: inout [UInt8]) -> ObjectFacts {
    page.withKey(index) { bytes in
      key.removeAll(keepingCapacity: true)
      key.append(contentsOf: bytes[prefix.count...])
    }
    let entry = page.entries[index]
    return Self.facts(key, entry.size, entry.modified)
  }

  /// Asks for one object.
  ///
  /// - Returns: Nil if there is none.
  func look(_ key: [UInt8]) throws(ObjectError) -> BucketObject? {
    do throws(S3Error) {
      return object(key, try client.head(prefix + key))
    } catch {
      if case .noSuchKey = error.reason { return nil }
      throw ObjectError("look at", side, error)
    }
  }

  private func object(_ key: [UInt8], _ found: S3Object) -> BucketObject {
    var label = ObjectLabel(type: found.contentType)
    label.described = found.described
    label.metadata = found.metadata
    label.storageClass = found.storageClass
    let stored = found.modified ?? Instant(microseconds: 0)
    return BucketObject(
      facts: Self.facts(key, found.size, stored), tag: found.tag, original: found.changed,
      label: label, isEncryptedByKey: found.isEncryptedByKey)
  }

  /// Bits of mode that an object gets as a file or folder: a store has none.
  private static func facts(_ key: [UInt8], _ size: Int64, _ modified: Instant) -> ObjectFacts {
    let isFolder = key.last == UInt8(ascii: "/") && size == 0
    return ObjectFacts(
      kind: isFolder ? .folder : .file, size: size,
      modified: modified.microseconds.multipliedClamped(by: 1_000),
      mode: isFolder ? 0o755 : 0o644)
  }

  // MARK: - Content

  /// Reads an object, or a range of it.
  ///
  /// - Parameter tag: The one that it has to have still; nil for any.
  func get(
    _ key: [UInt8], _ range: Range<Int64>? = nil, ifTag tag: String? = nil,
    sink: (UnsafeRawBufferPointer) throws(ObjectError) -> Void
  ) throws(ObjectError) -> BucketObject {
    try asked("read") { () throws(S3Error) in
      object(key, try client.get(prefix + key, range: range, ifMatch: tag, sink: sink))
    }
  }

  /// Writes an object at once.
  func put(
    _ key: [UInt8], _ body: HTTPBody, _ label: ObjectLabel, _ digests: BodyDigests
  ) throws(ObjectError) {
    let written = try asked("write") { () throws(S3Error) in
      var headers = Self.headers(label)
      (headers.sha256, headers.md5) = (digests.sha256, digests.md5)
      return try client.put(prefix + key, body: body, headers: headers)
    }
    if !written.isEncryptedByKey { try compare(written.tag, digests.md5) }
  }

  /// Whether the tag of an object, or part, that came whole is the MD5 of its bytes.
  func isMD5(_ tag: String) -> Bool {
    client.endpoint.profile.tagIsMD5 && tag.utf8.count == 32
      && tag.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
      }
  }

  /// Compares what was read or written with the store's tag, if that tells.
  func compare(_ tag: String, _ md5: [UInt8]?) throws(ObjectError) {
    // A store that gives another tag has compared the digest that came with the body.
    guard let md5, isMD5(tag) else { return }
    let digits = md5.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    if tag.lowercased() != digits { throw .unverified }
  }

  /// Has the service copy an object from another of its buckets.
  ///
  /// - Parameter storageClass: The store's word; empty for the bucket's usual one.
  func copy(
    from other: BucketClient, _ key: [UInt8], storageClass: String
  ) throws(ObjectError) {
    try asked("copy") { () throws(S3Error) in
      _ = try client.copy(
        from: (other.client.endpoint.bucket, other.prefix + key), to: prefix + key,
        storageClass: storageClass)
    }
  }

  /// Whether both buckets are the same service's, asked with the same key.
  func isOfService(of other: BucketClient) -> Bool {
    place.kind == other.place.kind && place.domain == other.place.domain
      && place.region == other.place.region && place.access?.id == other.place.access?.id
  }

  /// Whether the storage classes of both are the same words.
  func hasClasses(of other: BucketClient) -> Bool { place.kind == other.place.kind }

  /// The longest object that is written, or copied, at once, in bytes.
  var largestWhole: Int64 { client.endpoint.profile.parts.whole }

  // MARK: - In parts

  /// Begins an upload.
  ///
  /// - Returns: The store's name for it.
  func beginUpload(_ key: [UInt8], _ label: ObjectLabel) throws(ObjectError) -> String {
    try asked("write") { () throws(S3Error) in
      try client.createUpload(prefix + key, headers: Self.headers(label))
    }
  }

  /// Sends a part.
  ///
  /// - Returns: The store's tag for it.
  func put(
    part number: Int, of upload: String, _ key: [UInt8], _ body: HTTPBody, _ digests: BodyDigests
  ) throws(ObjectError) -> String {
    let written = try asked("write") { () throws(S3Error) in
      var headers = S3Headers()
      (headers.sha256, headers.md5) = (digests.sha256, digests.md5)
      return try client.uploadPart(
        prefix + key, upload: upload, number: number, body: body, headers: headers)
    }
    if !written.isEncryptedByKey { try compare(written.tag, digests.md5) }
    return written.tag
  }

  /// Makes an object of the parts.
  func complete(_ upload: Upload, _ key: [UInt8]) throws(ObjectError) {
    let parts = upload.parts.sorted { $0.key < $1.key }.map {
      S3Part(number: $0.key, tag: $0.value)
    }
    try asked("write") { () throws(S3Error) in
      _ = try client.completeUpload(prefix + key, upload: upload.name, parts: parts)
    }
  }

  /// Has an upload dropped; one that is gone is no error.
  func abort(_ upload: String, _ key: [UInt8]) throws(ObjectError) {
    try asked("give up") { () throws(S3Error) in
      try client.abortUpload(prefix + key, upload: upload)
    }
  }

  /// Has the uploads of a key dropped that were begun since a moment.
  func abortAll(of key: [UInt8], since: Instant) throws(ObjectError) {
    // The store's clock may be behind.
    let earliest = since.advanced(byMicroseconds: clockLead / 1_000 - 2_000_000)
    try asked("give up") { () throws(S3Error) in
      for upload in try client.listUploads(prefix: prefix + key)
      where upload.key == prefix + key && upload.begun.map({ $0 >= earliest }) == true {
        try client.abortUpload(upload.key, upload: upload.id)
      }
    }
  }

  private static func headers(_ label: ObjectLabel) -> S3Headers {
    var headers = S3Headers()
    headers.contentType = label.type
    headers.described = label.described
    headers.metadata = label.metadata
    headers.storageClass = label.storageClass
    headers.metadata[ModifiedText.name] = label.modified.map { ModifiedText.text(of: $0) }
    return headers
  }

  private func asked<Result>(
    _ stage: StaticString, _ body: () throws(S3Error) -> Result
  ) throws(ObjectError) -> Result {
    do throws(S3Error) {
      return try body()
    } catch {
      throw judged(error, ObjectError(stage, side, error))
    }
  }

  /// Tells what is one object's trouble from what all of them have, by asking for the bucket.
  private func judged(_ error: S3Error, _ told: ObjectError) -> ObjectError {
    guard case .store(var problem) = told.cause else { return told }
    switch error.reason {
    case .signature where opens(), .notS3 where opens():
      let text = "\(error); but for this key requests go well: the service does not take it"
      problem = StoreProblem(code: .invalidKey, text: text, mayPass: false)
    case .server, .transport:
      problem.isOutage = !opens()
    default: return told
    }
    return ObjectError(told.stage, side, problem)
  }

  /// Whether the service answers for the bucket, and takes the secret.
  private func opens() -> Bool {
    do throws(S3Error) {
      try client.headBucket()
      return true
    } catch {
      return false
    }
  }
}
