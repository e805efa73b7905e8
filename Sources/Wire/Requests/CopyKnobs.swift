public import Migration

/// What a request says about how objects are copied; nil says nothing.
///
/// On the wire fields of the job itself, by the words of mgwutil and of the configuration.
public struct CopyKnobs: Hashable, Sendable {
  /// How a copy is looked at.
  public var verify: CopyRule.Verify?
  /// Whether the destination takes over the source's times.
  public var keepsModified: Bool?
  /// Whether files, folders and links keep owner and group.
  public var keepsOwner: Bool?
  /// Whether the attributes of users and the access lists are kept.
  public var keepsAttributes: Bool?
  /// Whether the targets of links are turned from the source to the destination.
  public var convertsLinks: Bool?
  /// The permission bits of all files in octal; empty for the source's.
  public var fileMode: ModeText?
  /// The permission bits of all folders in octal; empty for the source's.
  public var folderMode: ModeText?
  /// The class in which a bucket stores objects; empty for its usual one.
  public var storageClass: StorageClassText?
  /// Whether objects keep their class from one bucket of a service to another.
  public var keepsStorageClass: Bool?

  /// Knobs that say nothing.
  public init() {}

  /// Knobs that say all of a rule.
  public init(_ rule: CopyRule) {
    (verify, keepsModified, keepsOwner) = (rule.verify, rule.keepsModified, rule.keepsOwner)
    (keepsAttributes, convertsLinks) = (rule.keepsAttributes, rule.convertsLinks)
    (fileMode, folderMode) = (ModeText(rule.fileMode), ModeText(rule.folderMode))
    storageClass = StorageClassText(rule.storageClass)
    keepsStorageClass = rule.keepsStorageClass
  }

  /// The rule with what these say.
  public func turning(_ rule: CopyRule) -> CopyRule {
    var turned = rule
    if let verify { turned.verify = verify }
    if let keepsModified { turned.keepsModified = keepsModified }
    if let keepsOwner { turned.keepsOwner = keepsOwner }
    if let keepsAttributes { turned.keepsAttributes = keepsAttributes }
    if let convertsLinks { turned.convertsLinks = convertsLinks }
    if let fileMode { turned.fileMode = fileMode.mode }
    if let folderMode { turned.folderMode = folderMode.mode }
    if let storageClass { turned.storageClass = storageClass.storageClass }
    if let keepsStorageClass { turned.keepsStorageClass = keepsStorageClass }
    return turned
  }

  static let names = [
    "WithLastModifyTime", "ConvertSymlinkTarget", "TargetStorageClass", "WithStorageClass",
    "Verify", "PreserveOwner", "PreserveXattrs",
    "FileMode", "DirectoryMode",
  ]

  /// The fields that say something, mgwutil's first.
  var members: [JSONMember] {
    [
      keepsModified.map { JSONMember("WithLastModifyTime", .bool($0)) },
      convertsLinks.map { JSONMember("ConvertSymlinkTarget", .bool($0)) },
      storageClass.map { JSONMember("TargetStorageClass", .string($0.text)) },
      keepsStorageClass.map { JSONMember("WithStorageClass", .bool($0)) },
    ].compactMap(\.self) + ownMembers
  }

  /// Those that mgwutil does not know.
  var ownMembers: [JSONMember] {
    var members: [JSONMember] = []
    func add(_ name: String, _ value: JSONValue?) {
      if let value { members.append(JSONMember(name, value)) }
    }
    add("Verify", verify.map { .string($0.rawValue) })
    add("PreserveOwner", keepsOwner.map { .bool($0) })
    add("PreserveXattrs", keepsAttributes.map { .bool($0) })
    add("FileMode", fileMode.map { .string($0.text) })
    add("DirectoryMode", folderMode.map { .string($0.text) })
    return members
  }

  init(_ fields: JSONFields) throws(WireError) {
    keepsModified = try fields.flag("WithLastModifyTime")
    convertsLinks = try fields.flag("ConvertSymlinkTarget")
    verify = try fields.value("Verify", by: Self.verify)
    keepsOwner = try fields.flag("PreserveOwner")
    keepsAttributes = try fields.flag("PreserveXattrs")
    fileMode = try fields.value("FileMode") { text throws(ValueProblem) in try ModeText(text) }
    folderMode = try fields.value("DirectoryMode") { text throws(ValueProblem) in
      try ModeText(text)
    }
    storageClass = try fields.value("TargetStorageClass") { text throws(ValueProblem) in
      try StorageClassText(text)
    }
    keepsStorageClass = try fields.flag("WithStorageClass")
  }

  /// Reads a word for a verification; empty is the default.
  static func verify(_ text: String) throws(ValueProblem) -> CopyRule.Verify {
    guard !text.isEmpty else { return CopyRule().verify }
    let word = try ConfigValue.word(text, of: CopyRule.Verify.allCases.map(\.rawValue))
    return CopyRule.Verify(rawValue: word) ?? CopyRule().verify
  }
}

extension JSONFields {
  /// A text read by a reader of values, nil if it is not there.
  fileprivate func value<Value>(
    _ name: String, by read: (String) throws(ValueProblem) -> Value
  ) throws(WireError) -> Value? {
    guard let text = try string(name) else { return nil }
    do {
      return try read(text)
    } catch {
      throw WireError(.invalid, at: place(name), error.description)
    }
  }
}
