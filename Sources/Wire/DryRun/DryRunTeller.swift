public import Migration

/// A dry run as text, part by part: lines for people, or mgwutil's envelope.
public struct DryRunTeller {
  /// When it is told, as mgwutil's envelope has it; nil for people.
  private let time: String?
  private var isFirst = true
  /// What all parts have come to.
  public private(set) var sum = ForecastSum()

  /// A text.
  ///
  /// - Parameter time: The local time for the envelope; nil for lines for people.
  public init(time: String?) {
    self.time = time
  }

  /// What stands before the first part.
  public var opening: String {
    time.map { Envelope.opening(status: 200, time: $0) + "{\"Objects\":[" } ?? ""
  }

  /// A part.
  public mutating func text(of view: DryRunView) -> String {
    sum.add(view.sum)
    guard !view.objects.isEmpty else { return "" }
    guard time != nil else { return view.objects.map { $0.line + "\n" }.joined() }
    defer { isFirst = false }
    return (isFirst ? "" : ",") + view.objects.map(\.json.text).joined(separator: ",")
  }

  /// What stands behind the last part: the sums.
  public var closing: String {
    guard time != nil else {
      return "would copy \(SizeText.count(sum.copies)) (\(SizeText.bytes(sum.copyBytes))), "
        + "skip \(SizeText.count(sum.skips)) (\(SizeText.bytes(sum.skipBytes))), "
        + "refuse \(SizeText.count(sum.refusals))\n"
    }
    return "],\"CopyCount\":\(sum.copies),\"CopySize\":\(sum.copyBytes),"
      + "\"SkipCount\":\(sum.skips),\"SkipSize\":\(sum.skipBytes),"
      + "\"RefuseCount\":\(sum.refusals)}" + Envelope.closing + "\n"
  }
}
