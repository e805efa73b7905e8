/// What rclone says, as it is shown.
enum RcloneText {
  private static let longest = 600

  /// One line without control characters.
  static func shown(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(longest) {
      line.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return String(line)
  }
}
