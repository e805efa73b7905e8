/// A list of failed objects in mgwutil's envelope, whose data is an array.
public struct JSONTeller: FailureTeller {
  private let time: String
  private var isFirst = true

  /// A list that is told at this local time.
  public init(time: String) {
    self.time = time
  }

  /// The envelope up to its data.
  public var opening: String { Envelope.opening(status: 200, time: time) + "[" }
  /// The end of the envelope.
  public var closing: String { "]" + Envelope.closing + "\n" }

  /// The elements, apart by commas from those before.
  public mutating func text(of entries: [FailureEntry]) -> String {
    guard !entries.isEmpty else { return "" }
    let text = entries.map(\.json.text).joined(separator: ",")
    defer { isFirst = false }
    return isFirst ? text : "," + text
  }
}
