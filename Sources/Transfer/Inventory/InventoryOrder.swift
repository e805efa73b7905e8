/// The list that a run takes its objects from.
public struct InventoryOrder: Sendable {
  /// The folder of the manifest or list; the names of data files are relative to it.
  public var folder: String
  /// The name of the manifest or list in it.
  public var name: String
  /// Reads a manifest; asked again whenever the list is opened.
  ///
  /// Nil for a plain list, which is one key a line.
  public var layout: (@Sendable ([UInt8]) throws(InventoryProblem) -> InventoryLayout)?
  /// Says why the list's folder, as it really is, may not be used; nil if it may.
  public var objection: @Sendable (_ folder: String) -> String? = { _ in nil }

  /// A list with a manifest, or a plain one.
  public init(
    folder: String, name: String,
    layout: (@Sendable ([UInt8]) throws(InventoryProblem) -> InventoryLayout)? = nil
  ) {
    self.folder = folder
    self.name = name
    self.layout = layout
  }

  /// The path of the manifest or plain list.
  var manifest: String { "\(folder)/\(name)" }
}
