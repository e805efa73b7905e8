public import Calendar

extension NextStart {
  /// An instant of a rule as a zone's wall shows it, with what a change of the clock does to it.
  public init(_ instant: Instant, of rule: CronExpression?, in zone: ZoneRules) {
    self.init(
      utc: instant, local: zone.text(of: instant), zone: zone.abbreviation(at: instant))
    switch rule?.clockEffect(at: instant, in: zone) {
    case nil: break
    case .madeUp(let from, let to):
      add(note: "made up: the clock goes from \(from.time) to \(to.time)")
    case .firstPass: add(note: "this time comes twice: the first")
    case .secondPass: add(note: "this time comes twice: the second")
    }
  }

  /// Notes at each instant whose offset is not that of the one before it.
  ///
  /// - Parameters:
  ///   - instants: In order.
  ///   - begin: What the first one is compared with.
  public static func markClockChanges(
    in instants: inout [NextStart], after begin: Instant, zone: ZoneRules
  ) {
    var last = zone.offset(at: begin)
    for index in instants.indices {
      guard let utc = instants[index].utc else { continue }
      let offset = zone.offset(at: utc)
      if offset != last {
        let before = ISOTime.text(Instant(seconds: 0), offset: last).dropFirst(19)
        instants[index].add(note: "the clock has changed: UTC\(before) before")
      }
      last = offset
    }
  }
}
