public import Migration

/// What a request says about the objects that a job leaves out (`FilterRule` on the wire); nil says
/// nothing.
public struct FilterKnobs: Hashable, Sendable {
  /// Beginnings of keys, of which a key has to have one; none for all keys.
  public var prefixes: [ObjectKey]?
  /// Regular expressions of which a key has to match one; none for all keys.
  public var includeKeys: [String]?
  /// Regular expressions of which a key must match none.
  public var excludeKeys: [String]?
  /// Times in one of which an object has to be modified; none for any.
  public var includeModified: [TimeRangeText]?
  /// Times in which an object must not be modified.
  public var excludeModified: [TimeRangeText]?
  /// Whether folders of their own are left out (what lies in them is moved).
  public var excludesFolders: Bool?
  /// Whether symbolic links are left out.
  public var excludesSymlinks: Bool?

  /// Knobs that say nothing.
  public init() {}

  /// Knobs that say all that a filter does; its empty lists say nothing.
  public init(_ filter: ObjectFilter) {
    if !filter.prefixes.isEmpty { prefixes = filter.prefixes }
    if !filter.includeKeys.isEmpty { includeKeys = filter.includeKeys }
    if !filter.excludeKeys.isEmpty { excludeKeys = filter.excludeKeys }
    if !filter.includeModified.isEmpty {
      includeModified = filter.includeModified.map { TimeRangeText($0) }
    }
    if !filter.excludeModified.isEmpty {
      excludeModified = filter.excludeModified.map { TimeRangeText($0) }
    }
    (excludesFolders, excludesSymlinks) = (filter.excludesFolders, filter.excludesSymlinks)
  }

  static let names = ["FileTypeFilters", "KeyFilters", "LastModifiedFilters", "PrefixFilters"]

  /// The fields that say something; nil if none does.
  public var json: JSONValue? {
    var members: [JSONMember] = []
    func add(_ name: String, _ item: String, _ lists: [(String, [JSONValue]?)]) {
      let sides = lists.compactMap { side, list in
        list.map { JSONMember(side, .object([JSONMember(item, .array($0))])) }
      }
      if !sides.isEmpty { members.append(JSONMember(name, .object(sides))) }
    }
    add(
      "KeyFilters", "Regex",
      [
        ("Includes", includeKeys?.map { .string($0) }),
        ("Excludes", excludeKeys?.map { .string($0) }),
      ])
    add(
      "LastModifiedFilters", "TimeFilter",
      [
        ("Includes", includeModified?.map(\.json)), ("Excludes", excludeModified?.map(\.json)),
      ])
    let texts = prefixes?.map { JSONValue.string(KeyPrefixText.text($0)) }
    add("PrefixFilters", "Prefix", [("Includes", texts)])
    var types: [JSONMember] = []
    if let excludesFolders { types.append(JSONMember("ExcludeDir", .bool(excludesFolders))) }
    if let excludesSymlinks { types.append(JSONMember("ExcludeSymlink", .bool(excludesSymlinks))) }
    if !types.isEmpty { members.append(JSONMember("FileTypeFilters", .object(types))) }
    return members.isEmpty ? nil : .object(members)
  }

  /// Reads the fields; a request's strictly, an answer's with room for what a newer daemon tells.
  init(_ fields: JSONFields, isRequest: Bool = true) throws(WireError) {
    func known(_ names: [String]) -> [String]? { isRequest ? names : nil }
    let sides = known(["Includes", "Excludes"])
    let keys = try fields.fields("KeyFilters", known: sides)
    let regex = known(["Regex"])
    includeKeys = try keys?.fields("Includes", known: regex)?.patterns()
    excludeKeys = try keys?.fields("Excludes", known: regex)?.patterns()
    let times = try fields.fields("LastModifiedFilters", known: sides)
    let filter = known(["TimeFilter"])
    includeModified = try times?.fields("Includes", known: filter)?.ranges()
    excludeModified = try times?.fields("Excludes", known: filter)?.ranges()
    let beginnings = try fields.fields("PrefixFilters", known: known(["Includes"]))
    prefixes = try beginnings?.fields("Includes", known: known(["Prefix"]))?.prefixes()
    let types = try fields.fields(
      "FileTypeFilters", known: known(["ExcludeDir", "ExcludeSymlink"]))
    excludesFolders = try types?.flag("ExcludeDir")
    excludesSymlinks = try types?.flag("ExcludeSymlink")
  }
}

extension JSONFields {
  fileprivate func patterns() throws(WireError) -> [String] {
    // An empty one is how clients write an empty list.
    try within(try strings("Regex").filter { !$0.isEmpty }, "Regex")
  }

  fileprivate func prefixes() throws(WireError) -> [ObjectKey] {
    var prefixes: [ObjectKey] = []
    for text in try strings("Prefix") where !text.isEmpty {
      do throws(ValueProblem) {
        prefixes.append(try KeyPrefixText.prefix(text))
      } catch {
        throw WireError(.invalid, at: place("Prefix"), error.description)
      }
    }
    return try within(prefixes, "Prefix")
  }

  fileprivate func ranges() throws(WireError) -> [TimeRangeText] {
    try within(try shapes("TimeFilter", of: TimeRangeText.self), "TimeFilter")
  }

  private func within<Entry>(_ list: [Entry], _ name: String) throws(WireError) -> [Entry] {
    guard list.count <= ObjectFilter.longestList else {
      throw WireError(
        .invalid, at: place(name), "more than \(ObjectFilter.longestList) entries")
    }
    return list
  }
}
