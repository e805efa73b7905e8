import Calendar
import Migration
import Patterns
import Wire

extension ObjectFilter {
  /// Takes over what a request says.
  ///
  /// - Parameter zone: The wall whose times are meant where no offset is given.
  /// - Throws: `InvalidArgument` for a pattern that does not compile and for what is no time.
  mutating func turn(_ knobs: FilterKnobs, _ zone: ZoneRules) throws(Refusal) {
    if let beginnings = knobs.prefixes { prefixes = beginnings }
    if let patterns = knobs.includeKeys {
      includeKeys = try Self.compiled(patterns, "KeyFilters.Includes")
    }
    if let patterns = knobs.excludeKeys {
      excludeKeys = try Self.compiled(patterns, "KeyFilters.Excludes")
    }
    if let ranges = knobs.includeModified {
      includeModified = try Self.read(ranges, "LastModifiedFilters.Includes", zone)
    }
    if let ranges = knobs.excludeModified {
      excludeModified = try Self.read(ranges, "LastModifiedFilters.Excludes", zone)
    }
    if let excludes = knobs.excludesFolders { excludesFolders = excludes }
    if let excludes = knobs.excludesSymlinks { excludesSymlinks = excludes }
  }

  private static func compiled(
    _ patterns: [String], _ field: String
  ) throws(Refusal) -> [String] {
    for pattern in patterns {
      do {
        _ = try KeyPattern(pattern)
      } catch {
        throw Refusal(
          .invalidArgument, "\(field): the pattern '\(pattern.prefix(200))' \(error)")
      }
    }
    return patterns
  }

  private static func read(
    _ ranges: [TimeRangeText], _ field: String, _ zone: ZoneRules
  ) throws(Refusal) -> [TimeRange] {
    var read: [TimeRange] = []
    for range in ranges {
      do {
        read.append(try range.range(in: zone))
      } catch {
        throw Refusal(.invalidArgument, "\(field): \(error)")
      }
    }
    return read
  }
}
