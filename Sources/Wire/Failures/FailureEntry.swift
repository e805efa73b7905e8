import Calendar
public import Migration

/// One object that a run could not move, as the daemon tells it.
public struct FailureEntry: WireShape {
  /// Its key, byte for byte.
  public var key: ObjectKey
  /// What it is.
  public var kind: ObjectKind
  /// Bytes.
  public var size: Int64
  /// When it was last modified, by the listing: nanoseconds since the epoch.
  public var modified: Int64
  /// The stable word for why it failed.
  public var code: FailureCode
  /// A sentence about it.
  public var reason: String
  /// How often it was tried, its retries included.
  public var attempts: Int64
  /// Whether a retry has moved it since.
  public var isRecovered: Bool

  /// The entry with all its fields.
  public init(
    key: ObjectKey, kind: ObjectKind = .file, size: Int64 = 0, modified: Int64 = 0,
    code: FailureCode, reason: String = "", attempts: Int64 = 1, isRecovered: Bool = false
  ) {
    self.key = key
    self.kind = kind
    self.size = size
    self.modified = modified
    self.code = code
    self.reason = reason
    self.attempts = attempts
    self.isRecovered = isRecovered
  }

  /// The key with every byte that is not unreserved as `%XX`: exact, and what a marker is.
  public var encodedKey: String { PercentText.encoded(key.bytes) }

  /// `file`, `folder` or `symlink`.
  public var kindWord: String {
    switch kind {
    case .file: "file"
    case .folder: "folder"
    case .symlink: "symlink"
    }
  }

  /// The time of the last change to the millisecond, for people and inventories.
  public var modifiedText: String {
    // Rounded down, also before 1970.
    let (quotient, rest) = modified.quotientAndRemainder(dividingBy: 1000)
    return ISOTime.text(Instant(microseconds: rest < 0 ? quotient - 1 : quotient))
  }

  /// The fields in the order of the CSV's columns; `Key` is for people, `EncodedKey`
  /// and `ModifiedNs` are exact.
  public var json: JSONValue {
    [
      "Key": .string(key.description),
      "EncodedKey": .string(encodedKey),
      "Kind": .string(kindWord),
      "Size": .integer(size),
      "LastModified": .string(modifiedText),
      "ModifiedNs": .integer(modified),
      "Code": .string(code.rawValue),
      "Reason": .string(reason),
      "Attempts": .integer(attempts),
      "Recovered": .bool(isRecovered),
    ]
  }

  /// Reads the entry as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    guard let bytes = PercentText.decoded(try fields.text("EncodedKey")) else {
      throw WireError(.invalid, at: fields.place("EncodedKey"), "not percent-encoded")
    }
    key = ObjectKey(bytes)
    switch try fields.text("Kind") {
    case "folder": kind = .folder
    case "symlink": kind = .symlink
    default: kind = .file
    }
    size = try fields.integer("Size")
    modified = try fields.integer("ModifiedNs")
    code = FailureCode(rawValue: try fields.text("Code"))
    reason = try fields.text("Reason")
    attempts = try fields.integer("Attempts")
    isRecovered = try fields.flag("Recovered") ?? false
  }

  /// The titles of the CSV's columns.
  public static let columns = [
    "Key", "EncodedKey", "Kind", "Size", "LastModified", "Code", "Reason", "Attempts",
    "Recovered",
  ]

  /// The columns of the CSV.
  public var record: [String] {
    [
      key.description, encodedKey, kindWord, String(size), modifiedText, code.rawValue,
      reason, String(attempts), isRecovered ? "true" : "false",
    ]
  }
}
