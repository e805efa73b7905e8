/// Which objects a job leaves out (`FilterRule` on the wire).
public struct FilterShape: WireShape {
  /// Whether folders of their own are left out (what lies in them is moved).
  public var excludeFolders: Bool
  /// Whether symbolic links are left out.
  public var excludeSymlinks: Bool

  /// A filter; without arguments nothing is left out.
  public init(excludeFolders: Bool = false, excludeSymlinks: Bool = false) {
    self.excludeFolders = excludeFolders
    self.excludeSymlinks = excludeSymlinks
  }

  /// `FileTypeFilters` with its two fields.
  public var json: JSONValue {
    [
      "FileTypeFilters": [
        "ExcludeDir": .bool(excludeFolders), "ExcludeSymlink": .bool(excludeSymlinks),
      ]
    ]
  }

  /// Reads the shape; unknown fields are passed over.
  public init(json: JSONValue) throws(WireError) {
    let types = try JSONFields(json).fields("FileTypeFilters")
    excludeFolders = try types?.flag("ExcludeDir") ?? false
    excludeSymlinks = try types?.flag("ExcludeSymlink") ?? false
  }

  /// Reads a wish strictly: filters that this version cannot honour are refused.
  init(request fields: JSONFields) throws(WireError) {
    for (name, kind) in [("KeyFilters", "Regex"), ("LastModifiedFilters", "TimeFilter")] {
      let filter = try fields.fields(name, known: ["Includes", "Excludes"])
      for side in ["Includes", "Excludes"] {
        let list = try filter?.fields(side, known: [kind])
        guard let list, list.isGiven(kind) else { continue }
        throw WireError(.invalid, at: list.place(kind), Served.notYet)
      }
    }
    let types = try fields.fields("FileTypeFilters", known: ["ExcludeDir", "ExcludeSymlink"])
    excludeFolders = try types?.flag("ExcludeDir") ?? false
    excludeSymlinks = try types?.flag("ExcludeSymlink") ?? false
  }

  static let names = ["FileTypeFilters", "KeyFilters", "LastModifiedFilters"]
}
