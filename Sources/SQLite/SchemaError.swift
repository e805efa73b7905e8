/// Why a database file cannot be used by this version of the program.
public enum SchemaError: Error, Hashable, Sendable {
  /// The file belongs to another program (its application id is told).
  case foreign(path: String, applicationID: Int64)
  /// The file was written by a newer version of this program.
  case newer(path: String, version: Int64, known: Int64)
  /// The file is damaged, or no database at all.
  case corrupt(path: String, SQLiteError)
  /// Something else went wrong: no room, no permission, locked.
  case failed(path: String, SQLiteError)
}

extension SchemaError: CustomStringConvertible {
  /// A sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .foreign(let path, let applicationID):
      """
      \(path) is a database of another program (application id \(applicationID)); \
      give another path, or move the file away.
      """
    case .newer(let path, let version, let known):
      """
      \(path) was written by a newer version (schema \(version), this one knows \(known)); \
      install that version again, or restore a backup made before the upgrade.
      """
    case .corrupt(let path, let error):
      """
      \(path) is damaged or not a database (\(error)); move it away and restore a backup. \
      It has not been changed.
      """
    case .failed(let path, let error):
      if error.isFull {
        "\(path) cannot be opened: there is no room on its file system (\(error)); make room."
      } else {
        "\(path) cannot be opened: \(error)."
      }
    }
  }
}

extension SchemaError {
  /// The schema error for an error of SQLite.
  init(_ path: String, _ error: SQLiteError) {
    self =
      error.isCorrupt || error.isNotADatabase
      ? .corrupt(path: path, error) : .failed(path: path, error)
  }
}
