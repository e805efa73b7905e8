/// Figures in the text format of Prometheus, version 0.0.4.
///
/// Samples may be added in any order; those of one name stand together in the text, after its help
/// and its type.
///
/// Source: <https://prometheus.io/docs/instrumenting/exposition_formats/>
public struct MetricsText: Sendable {
  private var samples: [Metric: [UInt8]] = [:]

  /// No figures.
  public init() {}

  /// Adds a whole number.
  ///
  /// - Parameters:
  ///   - suffix: `_sum` or `_count` for a summary.
  ///   - labels: Each name once.
  public mutating func add(
    _ value: Int64, to metric: Metric, suffix: String = "", _ labels: (String, String)...
  ) {
    add("\(value)", to: metric, suffix, labels)
  }

  /// Adds microseconds, as seconds.
  public mutating func add(
    microseconds value: Int64, to metric: Metric, suffix: String = "",
    _ labels: (String, String)...
  ) {
    add(Self.seconds(value), to: metric, suffix, labels)
  }

  private mutating func add(
    _ value: String, to metric: Metric, _ suffix: String, _ labels: [(String, String)]
  ) {
    var line = metric.rawValue + suffix
    if !labels.isEmpty {
      line += "{" + labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",") + "}"
    }
    samples[metric, default: []] += "\(line) \(value)\n".utf8
  }

  /// The whole text.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(samples.values.reduce(4_096) { $0 + $1.count })
    for metric in Metric.allCases {
      guard let lines = samples[metric] else { continue }
      bytes += "# HELP \(metric.rawValue) \(metric.help)\n".utf8
      bytes += "# TYPE \(metric.rawValue) \(metric.kind.rawValue)\n".utf8
      bytes += lines
    }
    return bytes
  }

  private static func escaped(_ value: String) -> String {
    var text = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// Exact, without the rounding of a double.
  private static func seconds(_ microseconds: Int64) -> String {
    let (whole, part) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    let sign = microseconds < 0 ? "-" : ""
    guard part > 0 else { return "\(sign)\(whole)" }
    let digits = "\(part)"
    var decimals = String(repeating: "0", count: 6 - digits.utf8.count) + digits
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(sign)\(whole).\(decimals)"
  }
}
