public import Migration

/// What a run would do with one object, as the daemon tells it.
public struct DryRunEntry: WireShape {
  /// The forecast.
  public var forecast: ObjectForecast

  /// An entry.
  public init(_ forecast: ObjectForecast) {
    self.forecast = forecast
  }

  /// `copy`, `skip` or `refuse`.
  public var action: String {
    switch forecast.verdict {
    case .copy: "copy"
    case .skip: "skip"
    case .refuse: "refuse"
    }
  }

  /// A line for people: `copy  a/b.jpg  1.2 MiB  newer`.
  public var line: String {
    let key = forecast.key.description
    let size = SizeText.bytes(forecast.size)
    return switch forecast.verdict {
    case .copy(let reason): "copy  \(key)  \(size)  \(reason.rawValue)"
    case .skip: "skip  \(key)  \(size)"
    case .refuse(let code, let text): "refuse  \(key)  \(code.rawValue)  \(text)"
    }
  }

  private static let kinds: [(kind: ObjectKind, word: String)] = [
    (.file, "file"), (.folder, "folder"), (.symlink, "symlink"),
  ]

  /// The fields in the documented order; `Key` is for people, `EncodedKey` is exact.
  public var json: JSONValue {
    var (why, code) = ("", "")
    switch forecast.verdict {
    case .copy(let reason): why = reason.rawValue
    case .skip: break
    case .refuse(let failure, let text): (why, code) = (text, failure.rawValue)
    }
    return [
      "Action": .string(action),
      "Key": .string(forecast.key.description),
      "EncodedKey": .string(PercentText.encoded(forecast.key.bytes)),
      "Kind": .string(Self.kinds.first { $0.kind == forecast.kind }?.word ?? ""),
      "Size": .integer(forecast.size),
      "Code": .string(code),
      "Reason": .string(why),
    ]
  }

  /// Reads the entry as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    guard let bytes = PercentText.decoded(try fields.text("EncodedKey")) else {
      throw WireError(.invalid, at: fields.place("EncodedKey"), "not percent-encoded")
    }
    let word = try fields.text("Kind")
    let why = try fields.text("Reason")
    let verdict: ObjectForecast.Verdict
    switch try fields.text("Action") {
    case "copy":
      guard let reason = CopyReason(rawValue: why) else {
        throw WireError(.invalid, at: fields.place("Reason"), "no reason to copy")
      }
      verdict = .copy(reason)
    case "skip": verdict = .skip
    case "refuse": verdict = .refuse(FailureCode(rawValue: try fields.text("Code")), why)
    default: throw WireError(.invalid, at: fields.place("Action"), "not known")
    }
    forecast = ObjectForecast(
      key: ObjectKey(bytes), kind: Self.kinds.first { $0.word == word }?.kind ?? .file,
      size: try fields.integer("Size"), verdict: verdict)
  }
}
