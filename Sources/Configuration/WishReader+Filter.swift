import Calendar
import Migration
import Patterns
import Platform
import Wire

extension WishReader {
  /// What a job leaves out, its patterns tried and its times read.
  mutating func filter(_ config: FilterConfig, zone: String) -> ObjectFilter {
    var filter = ObjectFilter()
    filter.prefixes = config.prefixes
    filter.includeKeys = compiled(config.includeKeys, "IncludeKeys")
    filter.excludeKeys = compiled(config.excludeKeys, "ExcludeKeys")
    filter.excludesFolders = config.excludesFolders
    filter.excludesSymlinks = config.excludesSymlinks
    // Without its zone, which has been told, nothing more can be said.
    guard let zone = try? zones.rules(named: zone) else { return filter }
    filter.includeModified = ranges(config.includeModified, "IncludeModified", zone)
    filter.excludeModified = ranges(config.excludeModified, "ExcludeModified", zone)
    return filter
  }

  private mutating func compiled(_ patterns: [Located<String>], _ key: String) -> [String] {
    for pattern in patterns {
      do {
        _ = try KeyPattern(pattern.value)
      } catch {
        guard let source = pattern.source else { continue }
        refuse(source.place, "\(key)= the pattern '\(pattern.value.prefix(200))' \(error)")
      }
    }
    return patterns.map(\.value)
  }

  private mutating func ranges(
    _ texts: [Located<TimeRangeText>], _ key: String, _ zone: ZoneRules
  ) -> [TimeRange] {
    texts.compactMap { text in
      do {
        return try text.value.range(in: zone)
      } catch {
        if let source = text.source { refuse(source.place, "\(key)= \(error)") }
        return nil
      }
    }
  }
}
