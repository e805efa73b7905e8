/// One kind of local time that a zone knows.
struct ZoneType: Hashable, Sendable {
  /// Seconds east of UTC.
  let offset: Int32
  let abbreviation: String
}

/// What a compiled zone file says, checked but not yet put together.
struct TZifContents {
  /// At least one; the first holds before the first change.
  var types: [ZoneType]
  /// Ascending times, each with the index of the type that begins there.
  var transitions: [(time: Int, type: Int)]
  /// What holds after the last change; nil if the file does not say.
  var rule: PosixRule?
}
