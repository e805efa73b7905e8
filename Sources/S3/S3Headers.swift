import Codecs
import HTTP

/// What is said of an object that is written, beside its content.
public struct S3Headers: Sendable {
  /// The type of its content; empty to say nothing.
  public var contentType = ""
  /// What else stays with the object, such as `cache-control`; only names of `describing` are sent.
  public var described: [String: String] = [:]
  /// The user's own metadata: names in small letters, without the beginning that headers have.
  public var metadata: [String: String] = [:]
  /// The storage class in the service's word; empty for the bucket's usual one.
  public var storageClass = ""
  /// The MD5 of the body, which the service compares; nil to send none.
  public var md5: [UInt8]?
  /// The SHA-256 of the body, if it is known: then it need not be read twice to be signed.
  public var sha256: [UInt8]?
  /// Whether the object is only written if there is none; some services do not look at it.
  public var onlyIfAbsent = false

  /// The headers that a service keeps with an object and gives back with it, in small letters.
  static let describing: Set<String> = [
    "cache-control", "content-disposition", "content-encoding", "content-language", "expires",
  ]

  /// Nothing said.
  public init() {}

  /// Keeps the time of the content's last change, as rclone does.
  ///
  /// - Parameter nanoseconds: Since the epoch.
  public mutating func setChanged(_ nanoseconds: Int64) {
    metadata[ModifiedText.name] = ModifiedText.text(of: nanoseconds)
  }

  /// The headers that describe the object.
  var ofObject: [(name: String, value: String)] {
    var headers: [(name: String, value: String)] = []
    if !contentType.isEmpty { headers.append(("content-type", contentType)) }
    if !storageClass.isEmpty { headers.append(("x-amz-storage-class", storageClass)) }
    for (name, value) in described where Self.describing.contains(name) {
      headers.append((name, value))
    }
    for (name, value) in metadata { headers.append(("x-amz-meta-\(name.lowercased())", value)) }
    return headers
  }

  /// The headers that describe the body.
  var ofBody: [(name: String, value: String)] {
    var headers: [(name: String, value: String)] = []
    if let md5 { headers.append(("content-md5", Base64.text(of: md5))) }
    if onlyIfAbsent { headers.append(("if-none-match", "*")) }
    return headers
  }
}
