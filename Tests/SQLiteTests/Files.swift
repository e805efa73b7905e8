import Foundation
import SQLite

/// Makes a database of a few hundred rows, all of it in the main file.
func fill(_ path: String) throws {
  let database = try Database(path)
  try database.execute("PRAGMA page_size=4096; CREATE TABLE t (v TEXT); CREATE INDEX i ON t (v)")
  try database.transaction { () throws(SQLiteError) in
    let insert = try database.prepare("INSERT INTO t VALUES (?)")
    for number in 0..<500 { try insert.run(.text("row \(number) " + "x".repeated(40))) }
  }
}

/// Overwrites 512 bytes of a file.
func damage(_ path: String, at offset: Int) throws {
  var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
  for position in offset..<min(offset + 512, bytes.count) { bytes[position] = 0xA5 }
  try bytes.write(to: URL(fileURLWithPath: path))
}

/// The whole of a file.
func contents(_ path: String) throws -> Data {
  try Data(contentsOf: URL(fileURLWithPath: path))
}

extension String {
  fileprivate func repeated(_ count: Int) -> String {
    String(repeating: self, count: count)
  }
}
