/// Where a sub-job stands in its family.
public struct LineageView: Hashable, Sendable {
  /// The run of the parent whose failed objects it takes.
  public var parentRuntimeId: String
  /// The name of the top ancestor.
  public var rootName: String
  /// How deep it stands, from 1.
  public var depth: Int64
  /// Whether ferry made it by itself.
  public var isAutomatic: Bool

  /// The view with all its fields.
  public init(parentRuntimeId: String, rootName: String, depth: Int64, isAutomatic: Bool) {
    self.parentRuntimeId = parentRuntimeId
    self.rootName = rootName
    self.depth = depth
    self.isAutomatic = isAutomatic
  }

  var members: [JSONMember] {
    [
      JSONMember("ParentRuntimeId", .string(parentRuntimeId)),
      JSONMember("RootName", .string(rootName)),
      JSONMember("Depth", .integer(depth)),
      JSONMember("Automatic", .bool(isAutomatic)),
    ]
  }

  /// Reads the fields; nil if they are not there.
  init?(_ fields: JSONFields) throws(WireError) {
    guard fields.value("RootName") != nil else { return nil }
    parentRuntimeId = try fields.text("ParentRuntimeId")
    rootName = try fields.text("RootName")
    depth = try fields.integer("Depth")
    isAutomatic = try fields.flag("Automatic") ?? false
  }
}
