import HTTP

/// What a service says of what it has just stored.
public struct S3Written: Sendable {
  /// The ETag without its quotes; empty if there is none.
  public let tag: String
  /// The service's checksum in its own form; nil if it gives none.
  public let checksum: String?

  init(tag: String, checksum: String? = nil) {
    self.tag = tag
    self.checksum = checksum
  }

  init(_ head: HTTPHead, checksumHeader: String?) {
    tag = S3Object.withoutQuotes(head["etag"] ?? "")
    checksum = checksumHeader.flatMap { head[$0] }
  }
}
