/// What happens to an object that is at the destination already.
public enum OverwriteRule: String, Hashable, Sendable {
  /// `always` + `all`: copied again, whatever is there.
  case alwaysAll
  /// `always` + `lastmodified`: copied if the source is newer, or as old and of another size.
  case alwaysLastModified
  /// `always` + `changed`: copied if the source is newer, or of another size whatever its age.
  case alwaysChanged
  /// `always` + `crc64`: copied if its bytes are others, whatever the times.
  case alwaysDiffering
  /// `never`: left as it is.
  case never
}

extension OverwriteRule {
  /// Whether a listed object is copied, given what the destination has under its key.
  ///
  /// - Parameters:
  ///   - source: The source's facts.
  ///   - destination: The destination's facts, nil if nothing is there.
  /// - Returns: True to copy, or to read first where only the bytes can tell. A folder or link that is there as it should be is never made again,
  ///   except that `alwaysAll` makes links again.
  ///
  /// Source: Data Online Migration, overwrite mode × transfer mode; Object Storage Migration Service,
  /// object_overwrite_mode, whose SIZE_LAST_MODIFIED_COMPARISON_OVERWRITE is `alwaysChanged` and whose
  /// CRC64_COMPARISON_OVERWRITE is `alwaysDiffering`.
  public func copies(_ source: ObjectFacts, over destination: ObjectFacts?) -> Bool {
    reason(toCopy: source, over: destination) != nil
  }

  /// Why a listed object is copied, likewise.
  ///
  /// - Returns: Nil if it is not.
  public func reason(
    toCopy source: ObjectFacts, over destination: ObjectFacts?
  ) -> CopyReason? {
    guard let destination else { return .missing }
    switch (self, source.kind) {
    case (.never, _):
      return nil
    case (_, .folder):
      if destination.kind != .folder { return .otherKind }
      if destination.modified != source.modified { return .otherTime }
      return destination.mode == source.mode ? nil : .otherMode
    case (.alwaysAll, .file), (.alwaysAll, .symlink):
      return .always
    case (.alwaysDiffering, .file):
      if destination.kind != source.kind { return .otherKind }
      return source.size == destination.size ? .unread : .otherSize
    case (.alwaysChanged, .file), (.alwaysChanged, .symlink), (.alwaysDiffering, .symlink):
      if destination.kind != source.kind { return .otherKind }
      if source.modified > destination.modified { return .newer }
      return source.size == destination.size ? nil : .otherSize
    case (.alwaysLastModified, .file), (.alwaysLastModified, .symlink):
      if destination.kind != source.kind { return .otherKind }
      if source.modified > destination.modified { return .newer }
      if source.modified < destination.modified { return nil }
      return source.size == destination.size ? nil : .otherSize
    }
  }
}
