import Engine
import SQLite

extension JobDatabase {
  /// Writes what is no job's in a transaction of its own; durable when it returns.
  func writing(_ body: () throws(SQLiteError) -> Void) throws(StoreFailure) {
    do throws(SQLiteError) {
      try database.transaction(body)
    } catch {
      throw refused(StoreFailure(error))
    }
    taken(true)
  }
}
