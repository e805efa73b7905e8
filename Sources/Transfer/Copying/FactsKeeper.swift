import CLinux
import Migration

/// Gives what was copied the facts of its source, as the job's rule says.
///
/// What takes rights away comes late: attributes, then the mode, the time, and the owner at last.
struct FactsKeeper {
  let rule: CopyRule

  /// The permission bits that a copy of a source gets.
  ///
  /// - Parameter mode: The source's; what allows to act as another user is never kept.
  func mode(_ mode: UInt32, of kind: ObjectKind) -> UInt32 {
    (kind == .folder ? rule.folderMode : rule.fileMode) ?? mode & FileFacts.keptModes
  }

  /// Sets the facts of an open file or folder.
  ///
  /// - Parameters:
  ///   - number: The copy.
  ///   - source: What it is a copy of, open.
  ///   - facts: The source's.
  ///   - current: The copy's.
  func keep(
    _ number: Int32, of source: Int32, _ facts: FileFacts, current: FileFacts
  ) throws(ObjectError) {
    if rule.keepsAttributes { try keepAttributes(number, of: source) }
    let mode = mode(facts.mode, of: facts.kind ?? .file)
    if rule.keepsAttributes || current.mode & 0o7777 != mode {
      try ObjectError.check(ferry_set_mode(number, mode), "set mode of", .destination)
    }
    if rule.keepsModified {
      try ObjectError.check(
        ferry_set_modified(number, facts.modified_ns), "set time of", .destination)
    }
    guard rule.keepsOwner, current.owner != facts.owner || current.group != facts.group else {
      return
    }
    try ObjectError.check(
      ferry_set_owner(number, facts.owner, facts.group), "set owner of", .destination)
  }

  /// Sets the facts of a link, which has neither mode nor attributes.
  func keep(
    linkAt name: UnsafePointer<CChar>, in folder: Int32, _ facts: FileFacts
  ) throws(ObjectError) {
    if rule.keepsModified {
      try ObjectError.check(
        ferry_set_modified_at(folder, name, facts.modified_ns), "set time of", .destination)
    }
    guard rule.keepsOwner else { return }
    try ObjectError.check(
      ferry_set_owner_at(folder, name, facts.owner, facts.group), "set owner of", .destination)
  }

  private func keepAttributes(_ number: Int32, of source: Int32) throws(ObjectError) {
    try ObjectError.check(
      ferry_copy_attributes(source, number), "set attributes of", .destination)
  }
}
