public import Calendar
import HTTP

/// What a service says of one object beside its content.
public struct S3Object: Sendable {
  /// The size of the whole object, in bytes; -1 if the service did not tell.
  public let size: Int64
  /// The ETag without its quotes; empty if there is none.
  public let tag: String
  /// Whether a key of the service encrypts the object: then the ETag is no digest of its bytes.
  public let isEncryptedByKey: Bool
  /// When the object was stored, to the second; nil if the service did not tell.
  public let modified: Instant?
  /// The type of its content; empty if there is none.
  public let contentType: String
  /// The storage class in the service's word; empty for the usual one.
  public let storageClass: String
  /// What else stays with the object: `Cache-Control`, `Content-Encoding` and the like.
  public let described: [String: String]
  /// The user's own metadata: names in small letters, without the beginning that headers have.
  public let metadata: [String: String]
  /// The service's checksum of the whole object in its own form; nil if it gives none.
  public let checksum: String?

  init(_ head: HTTPHead, checksumHeader: String?) {
    let range = head["content-range"].flatMap(ContentRange.init)
    size = range?.total ?? head.integer("content-length") ?? -1
    tag = Self.withoutQuotes(head["etag"] ?? "")
    isEncryptedByKey = Self.isEncryptedByKey(head)
    modified = head["last-modified"].flatMap(TimeText.instant(ofHeader:))
    contentType = head["content-type"] ?? ""
    storageClass = head["x-amz-storage-class"] ?? ""
    checksum = checksumHeader.flatMap { head[$0] }
    var metadata: [String: String] = [:]
    var described: [String: String] = [:]
    // How the bytes once came is not how they are.
    for name in S3Headers.describing {
      if let value = head[name], value != "aws-chunked" { described[name] = value }
    }
    for (name, value) in head.fields(of: "x-amz-meta-") { metadata[name] = value }
    self.metadata = metadata
    self.described = described
  }

  /// Nanoseconds since the epoch of the content's last change, as rclone keeps them; nil if the
  /// metadata does not tell.
  public var changed: Int64? { metadata[ModifiedText.name].flatMap(ModifiedText.nanoseconds) }

  /// Source: "Object", member ETag, Amazon S3 API Reference.
  static func isEncryptedByKey(_ head: HTTPHead) -> Bool {
    head["x-amz-server-side-encryption"]?.hasPrefix("aws:kms") == true
      || head["x-amz-server-side-encryption-customer-algorithm"] != nil
  }

  static func withoutQuotes(_ tag: String) -> String {
    tag.utf8.count >= 2 && tag.hasPrefix("\"") && tag.hasSuffix("\"")
      ? String(tag.dropFirst().dropLast()) : tag
  }
}

/// The header `Content-Range: bytes 0-499/1234`.
struct ContentRange {
  let first: Int64
  /// The last byte, which belongs to it.
  let last: Int64
  /// Nil if the service does not know it.
  let total: Int64?

  init?(_ text: String) {
    guard text.hasPrefix("bytes ") else { return nil }
    let parts = text.dropFirst("bytes ".count).split(separator: "/")
    let ends = parts.first?.split(separator: "-") ?? []
    guard parts.count == 2, ends.count == 2, let first = Int64(ends[0]), let last = Int64(ends[1]),
      first >= 0, last >= first
    else { return nil }
    self.first = first
    self.last = last
    total = Int64(parts[1])
  }
}
