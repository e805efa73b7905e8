import Migration

/// What a walk found under its current key.
enum WalkItem {
  /// A file or link, and what the destination has under its key.
  case object(ObjectFacts, destination: ObjectFacts?)
  /// A folder, and what the destination has under its name.
  case folder(ObjectFacts, destination: ObjectFacts?)
  /// Something that cannot be moved, and the error behind it if there is one.
  case failure(ObjectFailure, ObjectError?)

  /// Whether its key may be one that was passed before: a folder whose names could not be read on.
  var isLate: Bool {
    if case .failure(let failure, _) = self { failure.kind == .folder } else { false }
  }
}
