import Store

/// Where the files of a list lie.
protocol ListStore: Sendable {
  /// Reads the manifest.
  ///
  /// - Returns: Its bytes, and what it is now.
  func manifest() throws(InventoryProblem) -> (bytes: [UInt8], file: ListFile)

  /// Looks at a data file.
  ///
  /// - Parameter path: As the manifest names it.
  func look(_ path: String) throws(InventoryProblem) -> ListFile

  /// Opens a data file that was looked at, at its begin.
  ///
  /// - Returns: Nil if it is another one by now.
  func open(_ known: ListFile) throws(InventoryProblem) -> Descriptor?
}
