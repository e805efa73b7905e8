/// What the names of the time zone database look like.
enum CronZoneName {
  /// Whether a text could be such a name, and could not leave the folder of the zones as a path.
  static func isPlausible(_ name: String) -> Bool {
    guard name.utf8.count <= 64 else { return false }
    return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      guard let first = part.utf8.first, first.isLetter || first.isDigit else { return false }
      return part.utf8.allSatisfy { byte in
        byte.isLetter || byte.isDigit || "_+-".utf8.contains(byte)
      }
    }
  }
}
