import Calendar
import Configuration
import Foundation
import Platform
import Wire

/// Folders of configuration in a scratch folder: `etc`, `run` and `usr`, the weightiest first.
struct ConfigTree {
  let folder: String
  var layers: ConfigLayers

  init(_ folder: String) {
    self.folder = folder
    layers = ConfigLayers(["etc", "run", "usr"].map { "\(folder)/\($0)" }, owners: [geteuid()])
  }

  /// Writes a file, with its folders.
  func write(_ path: String, _ text: String, mode: mode_t = 0o644) throws {
    let path = "\(folder)/\(path)"
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(
      atPath: "/" + parent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    chmod(path, mode)
  }

  /// Two addresses in the last layer, which nothing of what is tested touches.
  func writeAddresses() throws {
    for name in ["source", "target"] {
      try write(
        "usr/addresses.d/\(name).address", "[Address]\nType=local\nPrefix=/srv/\(name)/\n")
    }
  }

  static func job(_ more: String = "") -> String {
    "[Job]\nSource=source\nDestination=target\nOverwriteMode=never\n" + more
  }

  var loader: ConfigLoader {
    ConfigLoader(layers: layers, ownFolders: ["/var/lib/ferry"], zones: .standard())
  }

  /// When everything is read: a new year's night.
  static let now = Instant(seconds: 1_767_225_600)

  /// The mistakes without the scratch folder in their paths.
  func mistakes() -> String {
    do {
      _ = try loader.read(now: Self.now)
      return ""
    } catch {
      return error.description.replacingOccurrences(of: folder + "/", with: "")
    }
  }
}
