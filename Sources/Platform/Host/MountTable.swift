/// The file systems as this process sees them, which in a service's sandbox are not the machine's.
///
/// Source: proc_pid_mountinfo(5).
public struct MountTable: Sendable {
  /// One mount.
  public struct Mount: Hashable, Sendable {
    /// Its device, such as `8:1`.
    public let device: String
    /// What is mounted: a device, or a share; it depends on the file system.
    public let source: String
    /// What of its file system is mounted, `/` for all of it.
    public let root: String
    /// Where it is mounted.
    public let place: String
    /// Such as `ext4`.
    public let fileSystem: String
    /// Whether nothing can be written through this mount.
    public let isReadOnly: Bool
    /// Whether nothing can be written to the file system, through whatever mount.
    public let isWhollyReadOnly: Bool
  }

  /// All mounts, the later ones over the earlier ones.
  public let mounts: [Mount]

  /// Reads a table; lines that make no sense are passed over.
  public init(_ text: [UInt8]) {
    mounts = text.split(separator: UInt8(ascii: "\n")).compactMap { Self.mount($0) }
  }

  /// The table as it is now; an empty one if the kernel does not tell.
  public static func current() -> MountTable {
    do {
      return MountTable(try FileText.read("/proc/self/mountinfo", limit: 16 << 20))
    } catch {
      return MountTable([])
    }
  }

  /// The mount on which a path lies, by its name: links are not followed.
  public func mount(of path: String) -> Mount? {
    var found: Mount?
    for mount in mounts where Self.isInside(path, mount.place) {
      // What is mounted later on the same place covers what was there.
      if mount.place.utf8.count >= found?.place.utf8.count ?? 0 { found = mount }
    }
    return found
  }

  /// Whether a path is a folder's, or lies in it.
  private static func isInside(_ path: String, _ folder: String) -> Bool {
    guard folder != "/" else { return true }
    let (path, folder) = (Array(path.utf8), Array(folder.utf8))
    guard path.starts(with: folder) else { return false }
    return path.count == folder.count || path[folder.count] == UInt8(ascii: "/")
  }

  private static func mount(_ line: ArraySlice<UInt8>) -> Mount? {
    let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      .map { decoded($0) }
    // Optional fields end with a hyphen.
    guard fields.count >= 10, let hyphen = fields[6...].firstIndex(of: "-"),
      fields.count > hyphen + 3
    else { return nil }
    return Mount(
      device: fields[2], source: fields[hyphen + 2], root: fields[3], place: fields[4],
      fileSystem: fields[hyphen + 1],
      isReadOnly: has("ro", fields[5]), isWhollyReadOnly: has("ro", fields[hyphen + 3]))
  }

  private static func has(_ option: String, _ options: String) -> Bool {
    options.split(separator: ",").contains { $0 == option }
  }

  /// Blanks, tabs, line breaks and backslashes stand as `\040` and so on.
  private static func decoded(_ field: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      let value = digits.reduce(0) { $0 * 8 + Int($1) - Int(UInt8(ascii: "0")) }
      guard byte == UInt8(ascii: "\\"), digits.count == 3, (0...255).contains(value) else {
        bytes.append(byte)
        continue
      }
      bytes.append(UInt8(value))
      rest = rest.dropFirst(3)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
