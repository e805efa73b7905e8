public import Calendar

/// The port to time zone data.
public protocol ZonePort: AnyObject {
  /// The rules of a zone; nil if the system does not have it (any more).
  func zone(named name: String) -> ZoneRules?
}
