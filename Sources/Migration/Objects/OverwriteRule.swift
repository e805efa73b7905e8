/// What happens to an object that is at the destination already.
public enum OverwriteRule: String, Hashable, Sendable {
  /// `always` + `all`: copied again, whatever is there.
  case alwaysAll
  /// `always` + `lastmodified`: copied if the source is newer, or as old and of another size.
  case alwaysLastModified
  /// `always` + `changed`: copied if the source is newer, or of another size whatever its age.
  case alwaysChanged
  /// `never`: left as it is.
  case never
}

extension OverwriteRule {
  /// Whether a listed object is copied, given what the destination has under its key.
  ///
  /// - Parameters:
  ///   - source: The source's facts.
  ///   - destination: The destination's facts, nil if nothing is there.
  /// - Returns: True to copy. A folder or link that is there as it should be is never made again,
  ///   except that `alwaysAll` makes links again.
  ///
  /// Source: Data Online Migration, overwrite mode × transfer mode; Object Storage Migration Service,
  /// object_overwrite_mode, whose SIZE_LAST_MODIFIED_COMPARISON_OVERWRITE is `alwaysChanged`.
  public func copies(_ source: ObjectFacts, over destination: ObjectFacts?) -> Bool {
    guard let destination else { return true }
    switch (self, source.kind) {
    case (.never, _):
      return false
    case (_, .folder):
      return destination.kind != .folder || destination.modified != source.modified
        || destination.mode != source.mode
    case (.alwaysAll, .file), (.alwaysAll, .symlink):
      return true
    case (.alwaysChanged, .file), (.alwaysChanged, .symlink):
      return destination.kind != source.kind || source.size != destination.size
        || source.modified > destination.modified
    case (.alwaysLastModified, .file), (.alwaysLastModified, .symlink):
      if destination.kind != source.kind { return true }
      if source.modified != destination.modified { return source.modified > destination.modified }
      return source.size != destination.size
    }
  }
}
