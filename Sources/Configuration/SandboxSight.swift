public import Migration
public import Platform

/// What a service's sandbox leaves of the local folders, seen from inside of it.
///
/// Source: systemd.exec(5), `PrivateTmp=`, `ProtectHome=`, `ProtectSystem=`: a private folder is a
/// mount of `systemd-private-…`, a hidden one of `…/inaccessible/dir` or an empty tmpfs, a
/// protected one a mount that is read-only on a file system that is not.
public struct SandboxSight: Sendable {
  private let table: MountTable

  /// What a table of mounts shows.
  public init(_ table: MountTable) {
    self.table = table
  }

  /// What this process sees now.
  public static func current() -> SandboxSight {
    SandboxSight(.current())
  }

  private enum Cover {
    /// A folder of the service's own.
    case own
    /// Nothing.
    case empty
  }

  /// Why a folder cannot be used as others can use it, and what would let ferryd in.
  ///
  /// - Returns: A sentence without its full stop; nil if nothing is in the way.
  public func obstacle(to path: LocalPath, isWritten: Bool) -> String? {
    guard let mount = table.mount(of: path.folder) else { return nil }
    let remedy =
      "; 'systemctl edit ferryd' lets it in: [Service] "
      + SandboxDropIn.words(for: path, isWritten: isWritten)
    switch Self.cover(mount) {
    case .own?:
      return
        "\(path) lies in a \(mount.place) that systemd has made for ferryd alone (PrivateTmp=): "
        + "nobody else sees what is there\(remedy)"
    case .empty?:
      return
        "\(path) is hidden from ferryd by its unit (ProtectHome= or InaccessiblePaths=)\(remedy)"
    case nil: break
    }
    guard isWritten, mount.isReadOnly || mount.isWhollyReadOnly else { return nil }
    if !mount.isWhollyReadOnly, isUnderProtection(mount) {
      return
        "\(path) can only be read by ferryd: its unit protects it (ProtectSystem=strict)\(remedy)"
    }
    return "\(path) cannot be written: what is mounted on \(mount.place) is mounted read-only; "
      + "mount it for writing, or name another folder"
  }

  /// Why a job cannot go between two folders, by their paths without a slash at the end; nil for a
  /// side that is no folder.
  public func obstacle(toSource source: String?, destination: String?) -> String? {
    for case (let text?, let isWritten) in [(source, false), (destination, true)] {
      guard let path = try? LocalPath(text + "/") else { continue }
      if let why = obstacle(to: path, isWritten: isWritten) { return why }
    }
    return nil
  }

  /// Folders that ferryd does not see as everybody else does.
  public var hidden: [HiddenFolder] {
    let places = Set(table.mounts.map(\.place))
    return places.sorted().compactMap { place in
      guard let mount = table.mount(of: place), let cover = Self.cover(mount),
        let folder = try? LocalPath(place + "/")
      else { return nil }
      let shown = places.filter { $0 != place }.compactMap { try? LocalPath($0 + "/") }
        .filter { other in
          other.isInside(folder) && table.mount(of: other.folder).flatMap(Self.cover) == nil
        }
      let why =
        switch cover {
        case .own:
          "systemd has made a \(place) for ferryd alone (PrivateTmp=), and nobody else sees what is "
            + "there; 'ferry check' prints the drop-in that opens a folder in it"
        case .empty:
          "ferryd's unit hides \(place) from it (ProtectHome= or InaccessiblePaths=); "
            + "'ferry check' prints the drop-in that opens a folder in it"
        }
      return HiddenFolder(folder, except: shown.sorted { $0.text < $1.text }, why: why)
    }
  }

  private static func cover(_ mount: MountTable.Mount) -> Cover? {
    if mount.root.contains("/systemd-private-") { return .own }
    if mount.root.hasSuffix("/inaccessible/dir") { return .empty }
    let isHome = SandboxDropIn.homes.contains { $0.dropLast() == mount.place }
    return isHome && mount.fileSystem == "tmpfs" && mount.isReadOnly && mount.root == "/"
      ? .empty : nil
  }

  /// Whether it is the unit that lets nothing be written here.
  ///
  /// It does so for whole trees, but for the folders that it names. What is mounted read-only inside
  /// of those is the machine's affair.
  private func isUnderProtection(_ mount: MountTable.Mount) -> Bool {
    guard let top = table.mount(of: "/"), top.isReadOnly, !top.isWhollyReadOnly else {
      return false
    }
    var above = mount.place
    while let slash = above.lastIndex(of: "/"), slash != above.startIndex {
      above = String(above[..<slash])
      if table.mount(of: above)?.isReadOnly == false { return false }
    }
    return true
  }
}
