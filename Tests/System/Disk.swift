import Foundation

/// A file system of a test's own: an image in a loop mount, or a tmpfs.
///
/// It needs root. What it holds goes with the fixture's folder.
final class Disk {
  /// A kind of file system, with what makes one.
  enum Kind: String, CaseIterable {
    case ext4
    case btrfs
    case xfs
    case tmpfs

    /// The least size that all of its tools take, in MiB.
    var leastSize: Int {
      switch self {
      case .ext4, .tmpfs: 64
      case .btrfs: 128
      case .xfs: 320
      }
    }

    fileprivate func maker(_ image: String, _ more: [String]) -> [String] {
      let force = self == .ext4 ? ["-F"] : ["-f"]
      return ["/usr/bin/env", "mkfs.\(rawValue)", "-q"] + force + more + [image]
    }
  }

  let kind: Kind
  let path: String
  private let image: String
  private let options: [String]
  private let fixture: DaemonFixture
  private(set) var isMounted = false

  /// Makes one and mounts it.
  ///
  /// - Parameters:
  ///   - path: The folder to mount it on; made if it is absent.
  ///   - mebibytes: Its size.
  ///   - making: Further words for mkfs.
  ///   - mounting: Options of the mount.
  init(
    _ kind: Kind, at path: String, mebibytes: Int? = nil, making: [String] = [],
    mounting: [String] = [], _ fixture: DaemonFixture
  ) throws {
    self.kind = kind
    self.path = path
    self.fixture = fixture
    let size = mebibytes ?? kind.leastSize
    image = "\(fixture.folder)/out/\(UUID().uuidString).img"
    options = (kind == .tmpfs ? ["size=\(size)m"] : ["loop"]) + mounting
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    if kind != .tmpfs {
      let file = open(image, O_RDWR | O_CREAT | O_EXCL, 0o600)
      defer { close(file) }
      guard file >= 0, ftruncate(file, off_t(size) << 20) == 0 else {
        throw Problem("\(image): \(String(cString: strerror(errno)))")
      }
      try Self.run(kind.maker(image, making), fixture)
    }
    try mount()
  }

  deinit {
    // Lazily: a program that another test has just started may hold a copy of a descriptor.
    if isMounted { _ = try? fixture.run(["/usr/bin/umount", "-l", path]) }
  }

  /// Mounts it, where it was before if it was.
  func mount() throws {
    let device = kind == .tmpfs ? "ferry-test" : image
    try Self.run(
      ["/usr/bin/mount", "-t", kind.rawValue, "-o", options.joined(separator: ","), device, path],
      fixture)
    isMounted = true
  }

  /// Takes it away, from under whoever is at work in it.
  func unmount() throws {
    try Self.run(["/usr/bin/umount", "-l", path], fixture)
    isMounted = false
  }

  /// Mounts it with other options, until the kernel lets it: no file may be open for writing.
  ///
  /// - Returns: Whether it did.
  func remount(_ option: String) throws -> Bool {
    try eventually(10) {
      try fixture.run(["/usr/bin/mount", "-o", "remount,\(option)", path]).status == 0
    }
  }

  /// Kinds that this machine can make and mount; tells of those that it cannot.
  static func kinds(_ fixture: DaemonFixture) -> [Kind] {
    Kind.allCases.filter { kind in
      do {
        _ = try Disk(kind, at: "\(fixture.folder)/try-\(kind)", fixture)
        return true
      } catch {
        print("file systems: \(kind) is left out: \(error)")
        return false
      }
    }
  }

  private static func run(_ words: [String], _ fixture: DaemonFixture) throws {
    let said = try fixture.run(words)
    guard said.status == 0 else { throw Problem("\(words.joined(separator: " ")): \(said)") }
  }
}
