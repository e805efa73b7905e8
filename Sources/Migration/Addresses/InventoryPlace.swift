/// Where an inventory is and where the objects are that it lists, both on this machine.
public struct InventoryPlace: Hashable, Sendable {
  /// The folder to which the keys of the list are relative.
  public var data: LocalPath
  /// The manifest of the list.
  public var manifest: LocalFile

  /// A list and its objects.
  public init(data: LocalPath, manifest: LocalFile) {
    self.data = data
    self.manifest = manifest
  }
}
