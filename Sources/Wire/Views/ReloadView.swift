/// What a reload of the configuration has changed.
public struct ReloadView: WireShape {
  /// A definition that is not as it was.
  public struct Change: WireShape {
    /// `address` or `job`.
    public var kind: String
    /// Its name.
    public var name: String
    /// `added`, `changed`, `revived`, `retired` or `removed`.
    public var change: String

    /// The change with all its fields.
    public init(kind: String, name: String, change: String) {
      self.kind = kind
      self.name = name
      self.change = change
    }

    /// The fields in the documented order.
    public var json: JSONValue {
      ["Kind": .string(kind), "Name": .string(name), "Change": .string(change)]
    }

    /// Reads the change as the daemon tells it.
    public init(json: JSONValue) throws(WireError) {
      let fields = try JSONFields(json)
      kind = try fields.text("Kind")
      name = try fields.text("Name")
      change = try fields.text("Change")
    }
  }

  /// The definitions that are not as they were.
  public var changes: [Change]
  /// Settings of `ferryd.conf` that have other values: `MaxRunningJobs=10 is 20 now`.
  public var settings: [String]
  /// What the authors of the files should know, each with its place.
  public var warnings: [String]

  /// The view with all its fields.
  public init(changes: [Change] = [], settings: [String] = [], warnings: [String] = []) {
    self.changes = changes
    self.settings = settings
    self.warnings = warnings
  }

  /// How much has changed, for one line: `1 job added, 2 changed; MaxJobs=1 is 2 now`.
  public var summary: String {
    var counts: [(key: String, kind: String, count: Int)] = []
    for change in changes {
      let key = "\(change.kind) \(change.change)"
      if let index = counts.firstIndex(where: { $0.key == key }) {
        counts[index].count += 1
      } else {
        counts.append((key, change.kind, 1))
      }
    }
    let texts = counts.map { entry in
      let plural = entry.kind == "address" ? "addresses" : "\(entry.kind)s"
      let how = entry.key.dropFirst(entry.kind.count + 1)
      return "\(entry.count) \(entry.count == 1 ? entry.kind : plural) \(how)"
    }
    let all = texts + settings
    return all.isEmpty ? "nothing has changed" : all.joined(separator: ", ")
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Changes": .array(changes.map(\.json)),
      "Settings": .array(settings.map { .string($0) }),
      "Warnings": .array(warnings.map { .string($0) }),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    changes = try fields.shapes("Changes", of: Change.self)
    settings = try fields.strings("Settings")
    warnings = try fields.strings("Warnings")
  }
}
