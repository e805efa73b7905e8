import Migration

/// What a file `NAME.address` says.
public struct AddressConfig: Hashable, Sendable {
  /// The name, from the file's.
  public let name: String
  /// The type, `local` in this version.
  public let type: Located<String>
  /// The absolute folder, beginning and ending with `/`.
  public let prefix: Located<String>

  /// Reads the file and its drop-ins.
  ///
  /// - Parameters:
  ///   - name: The file's name without `.address`.
  ///   - files: The file, then its drop-ins.
  /// - Throws: All mistakes with their places.
  public init(name: String, _ files: [UnitFile]) throws(ConfigErrors) {
    var reader = ConfigReader(files, by: .address)
    self.name = name
    if let problem = Name.problem(with: name) {
      reader.refuse("the file's name gives the address its name, and \(problem)")
    }
    type = reader.required("Address", "Type")
    let typeProblem =
      type.source == nil ? nil : Served.problem(withAddressType: type.value)
    if let typeProblem {
      reader.refuse("Type= \(typeProblem)", at: type.source?.place)
      prefix = reader.optional("Address", "Prefix")
    } else {
      prefix = reader.required("Address", "Prefix")
      if let source = prefix.source, let problem = LocalPath.problem(with: prefix.value) {
        reader.refuse("Prefix= \(problem)", at: source.place)
      }
    }
    try reader.finish()
  }
}
