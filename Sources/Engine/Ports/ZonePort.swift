public import Calendar

/// The port to time zone data.
public protocol ZonePort: AnyObject {
  /// The rules of a zone; nil if the system does not have it (any more).
  func zone(named name: String) -> ZoneRules?
  /// Tells apart the data that `zone(named:)` gives now from what it gave before; nil with it.
  ///
  /// The same data have the same generation after a restart, too.
  func generation(of name: String) -> String?
  /// Looks at the system's data again and drops what has changed there.
  func refresh()
}
