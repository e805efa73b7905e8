/// The list that a run takes its objects from.
public struct InventoryOrder: Sendable {
  /// The manifest's folder, to which the names of the data files are relative.
  public var folder: String
  /// The manifest's name in it.
  public var name: String
  /// Reads a manifest; asked again whenever the list is opened.
  public var layout: @Sendable ([UInt8]) throws(InventoryProblem) -> InventoryLayout
  /// Says why the list's folder, as it really is, may not be used; nil if it may.
  public var objection: @Sendable (_ folder: String) -> String? = { _ in nil }

  /// A list.
  public init(
    folder: String, name: String,
    layout: @escaping @Sendable ([UInt8]) throws(InventoryProblem) -> InventoryLayout
  ) {
    self.folder = folder
    self.name = name
    self.layout = layout
  }

  /// The manifest's path.
  var manifest: String { "\(folder)/\(name)" }
}
