import HTTP

/// What a service says of what it has just stored.
public struct S3Written: Sendable {
  /// The ETag without its quotes; empty if there is none.
  public let tag: String
  /// Whether a key of the service encrypts the object: then the ETag is no digest of its bytes.
  public let isEncryptedByKey: Bool
  /// The service's checksum in its own form; nil if it gives none.
  public let checksum: String?

  init(tag: String, checksum: String? = nil) {
    self.tag = tag
    isEncryptedByKey = false
    self.checksum = checksum
  }

  init(_ head: HTTPHead, checksumHeader: String?) {
    tag = S3Object.withoutQuotes(head["etag"] ?? "")
    isEncryptedByKey = S3Object.isEncryptedByKey(head)
    checksum = checksumHeader.flatMap { head[$0] }
  }
}
