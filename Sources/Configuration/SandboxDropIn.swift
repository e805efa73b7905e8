public import Migration

/// What `ferryd.service` has to be allowed beyond what its unit file opens, for local jobs.
///
/// Source: systemd.exec(5): `ReadWritePaths=`, `BindPaths=`, `ProtectHome=`, `PrivateTmp=`.
public struct SandboxDropIn: Sendable {
  /// Folders that the unit file opens for writing.
  public static let opened = ["/srv/", "/mnt/", "/media/"]
  /// Folders that it replaces by empty ones: with `ProtectHome=`.
  static let homes = ["/home/", "/root/", "/run/user/"]
  /// Folders that it replaces by its own: with `PrivateTmp=`.
  static let temporary = ["/tmp/", "/var/tmp/"]

  /// What jobs do with a folder.
  private struct Use {
    var isWritten = false
    var reasons: [String] = []
  }

  private var uses: [LocalPath: Use] = [:]

  /// A drop-in for no job yet.
  public init() {}

  /// Notes that a job reads or writes an address.
  public mutating func add(_ address: Address, of job: Name, isWritten: Bool) {
    var paths = [address.location.data].compactMap(\.self)
    if let file = address.location.list?.file { paths.append(file.folder) }
    for path in paths where !Self.isInside(path, Self.opened) {
      add(path, of: address.name, of: job, isWritten)
    }
  }

  private mutating func add(_ path: LocalPath, of address: Name, of job: Name, _ isWritten: Bool) {
    uses[path, default: Use()].isWritten = uses[path]?.isWritten ?? false || isWritten
    uses[path]?.reasons.append("job \(job) \(isWritten ? "writes" : "reads") \(address)")
  }

  /// What lets the service in to one folder, on one line: `ProtectHome=tmpfs BindPaths=-/home/x`.
  static func words(for path: LocalPath, isWritten: Bool) -> String {
    let key = key(for: path, isWritten: isWritten) + "=" + word("-" + path.folder)
    return isInside(path, homes) ? "ProtectHome=tmpfs \(key)" : key
  }

  private static func key(for path: LocalPath, isWritten: Bool) -> String {
    switch (isInside(path, homes + temporary), isWritten) {
    case (false, false): "ReadOnlyPaths"
    case (false, true): "ReadWritePaths"
    case (true, false): "BindReadOnlyPaths"
    case (true, true): "BindPaths"
    }
  }

  /// The text for `systemctl edit ferryd`; nil if nothing is needed.
  public var text: String? {
    guard !uses.isEmpty else { return nil }
    var lines = [
      "[Service]",
      "# A folder that is not there when ferryd starts stays closed to it: make it first.",
    ]
    if uses.keys.contains(where: { Self.isInside($0, Self.homes) }) {
      lines += [
        "# ProtectHome=yes would leave no place for what is shown of the homes.",
        "ProtectHome=tmpfs",
      ]
    }
    for (path, use) in uses.sorted(by: { $0.key.text < $1.key.text }) {
      let key = Self.key(for: path, isWritten: use.isWritten)
      lines += use.reasons.map { "# \($0)" }
      lines.append("\(key)=\(Self.word("-" + path.folder))")
    }
    return lines.joined(separator: "\n")
  }

  private static func isInside(_ path: LocalPath, _ folders: [String]) -> Bool {
    folders.contains { path.text.utf8.starts(with: $0.utf8) }
  }

  /// A path as one word of a unit file: in quotes where blanks would end it, its `%` doubled.
  private static func word(_ path: String) -> String {
    var text = ""
    for scalar in path.unicodeScalars {
      switch scalar {
      case "%": text += "%%"
      case "\\", "\"": text += "\\\(scalar)"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      default: text.unicodeScalars.append(scalar)
      }
    }
    let isPlain = text == path && !path.utf8.contains { $0 <= 0x20 || $0 == UInt8(ascii: "'") }
    return isPlain ? text : "\"\(text)\""
  }
}
