public import HTTP
import Migration
import Signing

extension S3Client {
  /// Asks whether the bucket is there and may be looked at.
  public func headBucket() throws(S3Error) {
    _ = try send(S3Call(action: "look at", method: "HEAD"))
  }

  /// Asks what an object is, without its content.
  ///
  /// A service that refuses says no more than a status to this request, so that a wrong secret
  /// looks like a missing permission.
  public func head(_ key: [UInt8]) throws(S3Error) -> S3Object {
    let head = try send(S3Call(action: "look at", method: "HEAD", key: key))
    return S3Object(head, checksumHeader: endpoint.profile.checksumHeader)
  }

  /// Reads an object, or a range of it.
  ///
  /// - Parameters:
  ///   - key: The whole key.
  ///   - range: Which bytes; nil for all. An empty range is an error of the caller.
  ///   - tag: The ETag that it has to have still; nil for any.
  ///   - head: Is told what the object is before any of its content.
  ///   - sink: Takes the content, part by part.
  /// - Throws: `preconditionFailed` if the object has another ETag by now; `own` with what a
  ///   closure throws.
  public func get(
    _ key: [UInt8], range: Range<Int64>? = nil, ifMatch tag: String? = nil,
    head told: (S3Object) throws -> Void = { _ in },
    sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws(S3Error) -> S3Object {
    var headers: [(name: String, value: String)] = []
    if let range { headers.append(("range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")) }
    if let tag, !tag.isEmpty { headers.append(("if-match", "\"\(tag)\"")) }
    let call = S3Call(action: "read", method: "GET", key: key, headers: headers)
    let checksum = endpoint.profile.checksumHeader
    let head = try send(
      call,
      check: { head in
        if let range, let problem = Self.problem(with: head, asked: range) {
          throw S3Error(.malformed(problem), self.subject(call))
        }
        try told(S3Object(head, checksumHeader: checksum))
      }, sink: sink)
    return S3Object(head, checksumHeader: checksum)
  }

  /// What is wrong with the answer to a request for a range; nil if nothing is.
  private static func problem(with head: HTTPHead, asked: Range<Int64>) -> String? {
    guard let range = head["content-range"].flatMap(ContentRange.init) else {
      let isAll = head.status == 200 && head.integer("content-length") == asked.upperBound
      return isAll && asked.lowerBound == 0 ? nil : "it is the whole object and not the range"
    }
    return range.first == asked.lowerBound && range.last < asked.upperBound
      ? nil : "it is another range than was asked for"
  }

  /// Writes an object at once.
  ///
  /// - Parameters:
  ///   - key: The whole key.
  ///   - body: Its content; not longer than `profile.parts.whole`.
  ///   - headers: What else is said of it.
  public func put(
    _ key: [UInt8], body: HTTPBody, headers: S3Headers = S3Headers()
  ) throws(S3Error) -> S3Written {
    let head = try send(
      S3Call(
        action: "write", method: "PUT", key: key, headers: headers.ofObject + headers.ofBody,
        body: body, digest: headers.sha256))
    return S3Written(head, checksumHeader: endpoint.profile.checksumHeader)
  }

  /// Copies an object within the service, which keeps what is said of it.
  ///
  /// - Parameters:
  ///   - source: The bucket and the whole key of what is copied; the key must be able to read it.
  ///   - key: The whole key of the copy.
  ///   - headers: What is said of the copy instead; nil to keep what is said of the source.
  ///   - tag: The ETag that the source has to have still; nil for any.
  public func copy(
    from source: (bucket: String, key: [UInt8]), to key: [UInt8], headers: S3Headers? = nil,
    storageClass: String = "", ifMatch tag: String? = nil
  ) throws(S3Error) -> S3Written {
    var list = headers?.ofObject ?? []
    // It is not among what a copy takes over.
    if !storageClass.isEmpty, headers == nil { list.append(("x-amz-storage-class", storageClass)) }
    list.append(("x-amz-copy-source", Self.sourceText(source)))
    list.append(("x-amz-metadata-directive", headers == nil ? "COPY" : "REPLACE"))
    if let tag, !tag.isEmpty { list.append(("x-amz-copy-source-if-match", "\"\(tag)\"")) }
    let document = try document(
      S3Call(
        action: "copy", method: "PUT", key: key, headers: list, patience: S3Call.longPatience))
    return S3Written(tag: S3Object.withoutQuotes(document.text("ETag") ?? ""))
  }

  /// `/bucket/key`, encoded.
  static func sourceText(_ source: (bucket: String, key: [UInt8])) -> String {
    var text: [UInt8] = [UInt8(ascii: "/")]
    PercentEncoding.append(source.bucket.utf8, to: &text)
    text.append(UInt8(ascii: "/"))
    PercentEncoding.append(source.key, keepsSlash: true, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Deletes an object; one that is not there is no error.
  public func delete(_ key: [UInt8]) throws(S3Error) {
    do throws(S3Error) {
      _ = try send(S3Call(action: "delete", method: "DELETE", key: key))
    } catch {
      guard case .noSuchKey = error.reason else { throw error }
    }
  }
}
