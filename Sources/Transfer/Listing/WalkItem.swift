import Migration

/// What is found under a key.
enum WalkItem {
  /// A file or link, and what the destination has under its key.
  case object(ObjectFacts, destination: ObjectFacts?)
  /// A folder, and what the destination has under its name.
  case folder(ObjectFacts, destination: ObjectFacts?)
  /// A file or link where a folder was: the key is still the folder's, the facts are the object's.
  case objectForFolder(ObjectFacts, destination: ObjectFacts?)
  /// A folder where an object was: what it holds comes later, under the folder's own key.
  case folderForObject(ObjectFacts)
  /// Something that cannot be moved, and the error behind it if there is one.
  case failure(ObjectFailure, ObjectError?)
}
