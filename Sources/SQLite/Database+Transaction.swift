extension Database {
  /// Runs `body` in one immediate transaction: all of it is committed, or nothing.
  public func transaction<Result>(
    _ body: () throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    try transaction(mapping: { $0 }, body)
  }

  /// Runs `body`, which has its own kind of error, in one immediate transaction.
  ///
  /// - Parameters:
  ///   - wrap: Makes the caller's error of one of SQLite's, for BEGIN and COMMIT themselves.
  ///   - body: Its error rolls everything back and is thrown on as it is.
  /// - Returns: What `body` returned, once it is committed.
  public func transaction<Result, Failure: Error>(
    mapping wrap: (SQLiteError) -> Failure, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    do throws(SQLiteError) {
      try execute("BEGIN IMMEDIATE")
    } catch {
      throw wrap(error)
    }
    let result: Result
    do throws(Failure) {
      result = try body()
    } catch {
      rollBack()
      throw error
    }
    do throws(SQLiteError) {
      try execute("COMMIT")
    } catch {
      rollBack()
      throw wrap(error)
    }
    return result
  }

  /// Ends the transaction without a trace, if SQLite has not done so by itself.
  private func rollBack() {
    guard !isAutocommit else { return }
    // A failing ROLLBACK leaves nothing to do: the error that led here is the one to tell, and
    // closing the connection rolls back too. https://www.sqlite.org/lang_transaction.html
    do throws(SQLiteError) {
      try execute("ROLLBACK")
    } catch {
      return
    }
  }
}
