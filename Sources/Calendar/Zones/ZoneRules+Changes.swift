extension ZoneRules {
  /// When the wall's distance from UTC changes next, strictly after an instant; nil if it never does.
  public func nextOffsetChange(after instant: Instant) -> Instant? {
    var cursor = cursor(at: Int(instant.seconds))
    let offset = cursor.offset
    // Pieces may differ in their abbreviation only; some thousand years without a change are none.
    for _ in 0..<1_000 {
      guard cursor.advance(in: self) else { return nil }
      if cursor.offset != offset { return Instant(seconds: Int64(cursor.start)) }
    }
    return nil
  }
}
