/// Where an inventory is and where the objects are that it lists, both on this machine.
public struct InventoryPlace: Hashable, Sendable {
  /// The folder to which the keys of the list are relative.
  public var data: LocalPath
  /// The manifest of the list, or a plain list: one key a line.
  public var manifest: LocalFile

  /// Whether the list has no manifest: the file's name ends in `.txt` or `.txt.gz`.
  public var isPlain: Bool {
    manifest.name.hasSuffix(".txt") || manifest.name.hasSuffix(".txt.gz")
  }

  /// A list and its objects.
  public init(data: LocalPath, manifest: LocalFile) {
    self.data = data
    self.manifest = manifest
  }
}
