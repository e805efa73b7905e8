import CLinux
import Migration
import Store

/// What a walk tells of names that cannot be moved.
extension LocalWalk {
  /// A socket, pipe or device.
  func special() -> WalkItem {
    let failure = ObjectFailure(
      key: ObjectKey(Array(key)), kind: .file, size: 0, modified: 0, code: .specialFile,
      text: "a socket, pipe or device is not moved")
    return .failure(failure, nil)
  }

  /// A folder that is one of those around it would be gone into for ever.
  func loop(_ facts: FileFacts) -> WalkItem {
    let failure = ObjectFailure(
      key: ObjectKey(Array(key)), kind: .folder, size: 0, modified: facts.modified_ns,
      code: .folderLoop,
      text: "it is one of the folders that it lies in, mounted here again; exclude it or unmount it"
    )
    return .failure(failure, nil)
  }

  func failure(
    _ kind: ObjectKind, _ error: ObjectError, modified: Int64 = 0
  ) -> WalkItem {
    // A folder's own word is that it could not be listed, unless the reason has one.
    let code = error.failureCode
    let isListing = kind == .folder && code != .permissionDenied && code != .sourceGone
    // Without the way to it the folder that was to be listed is not listed.
    let key = key.count < options.within.count ? options.within : Array(key)
    let failure = ObjectFailure(
      key: ObjectKey(key), kind: kind, size: 0, modified: modified,
      code: isListing ? .listFailed : code, text: error.description)
    return .failure(failure, error)
  }
}
