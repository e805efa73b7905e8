/// Numbers for people.
public enum SizeText {
  /// Bytes in binary units, `1.2 GiB`; below a KiB exactly.
  public static func bytes(_ count: Int64) -> String {
    guard count >= 1024 else { return "\(count) B" }
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    var tenths = count
    // One more digit than a unit has, so that rounding happens once, at the end.
    for unit in units {
      let scaled = (tenths / 1024, tenths % 1024)
      if scaled.0 < 1024 || unit == "EiB" {
        let rounded = scaled.0 * 10 + (scaled.1 * 10 + 512) / 1024
        if rounded < 10_240 || unit == "EiB" { return "\(rounded / 10).\(rounded % 10) \(unit)" }
      }
      tenths = scaled.0
    }
    return "\(count) B"
  }

  /// A count with its thousands apart, `1,234,567`; what is not counted (-1) is `-`.
  public static func count(_ count: Int64) -> String {
    if count < 0 { return "-" }
    let digits = Array(String(count))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A limit in bit/s in decimal units, `100 Mbit/s`; 0 is `no limit`.
  public static func bandwidth(_ bits: Int64) -> String {
    if bits == 0 { return "no limit" }
    for (factor, unit) in [(1_000_000_000, "Gbit/s"), (1_000_000, "Mbit/s"), (1000, "kbit/s")]
    where bits % Int64(factor) == 0 {
      return "\(bits / Int64(factor)) \(unit)"
    }
    return "\(bits) bit/s"
  }
}
