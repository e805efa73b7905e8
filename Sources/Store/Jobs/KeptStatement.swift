import SQLite

/// A compiled statement in a place where several can be kept.
final class KeptStatement {
  let statement: Statement

  init(_ statement: consuming Statement) {
    self.statement = statement
  }
}
