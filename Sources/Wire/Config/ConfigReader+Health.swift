/// The keys about who is told how runs end.
extension ConfigReader {
  /// `PingURL=` or `PingURLFile=` of a section; nil for none.
  mutating func ping(_ section: String) -> Located<PingTarget?> {
    let url = optional(section, "PingURL")
    let file = optional(section, "PingURLFile")
    if let source = file.source {
      if url.source != nil {
        refuse("PingURL= and PingURLFile= exclude each other; give one", at: source.place)
      }
      if !file.value.hasPrefix("/") || file.value.hasSuffix("/") {
        refuse("PingURLFile= is to be the absolute path of a file", at: source.place)
      }
      return Located(.file(file.value), from: source)
    }
    guard let source = url.source else { return Located(nil) }
    if let problem = PingTarget.problem(with: url.value) {
      refuse("PingURL= \(problem)", at: source.place)
    }
    return Located(.url(url.value), from: source)
  }
}
