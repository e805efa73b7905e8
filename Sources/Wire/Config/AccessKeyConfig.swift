import Migration

/// What `NAME.key` says: a key that clients elsewhere sign their requests with.
public struct AccessKeyConfig: Hashable, Sendable {
  /// The key's name, from the file's.
  public let name: String
  /// The ID that requests name.
  public let id: Located<String>
  /// The secret, if it stands in the file itself.
  public let secret: GivenSecret?
  /// Where that stands; nil if it does not.
  public let secretPlace: ConfigPlace?
  /// The path of the file that holds the secret; empty if it stands here.
  public let secretFile: Located<String>
  /// What the key's holder may do.
  public let role: Located<Role>

  /// The shortest secret that is taken, in bytes.
  public static let leastSecret = 12
  /// The longest secret that is taken, in bytes.
  public static let longestSecret = 256

  /// Reads a file and its drop-ins.
  ///
  /// - Throws: All mistakes with their places; never with a byte of the secret.
  public init(name: String, _ files: [UnitFile]) throws(ConfigErrors) {
    var reader = ConfigReader(files, by: .accessKey)
    self.name = name
    if let problem = Name.problem(with: name) {
      reader.refuse("the file's name gives the key its name, and \(problem)")
    }
    id = reader.required("AccessKey", "Id")
    if let source = id.source, let problem = BucketRules.problem(withAccessID: id.value) {
      reader.refuse("Id= \(problem)", at: source.place)
    }
    let text = reader.text("AccessKey", "Secret")
    secretFile = reader.optional("AccessKey", "SecretFile")
    secretPlace = text?.place
    secret = text.map { GivenSecret($0.text) }
    switch (text, secretFile.source) {
    case (nil, nil): reader.refuse("Secret= or SecretFile= has to be given in [AccessKey]")
    case (_?, let source?):
      reader.refuse("Secret= and SecretFile= exclude each other; give one", at: source.place)
    case (let text?, nil):
      if let problem = Self.problem(withSecret: text.text) {
        reader.refuse("Secret= \(problem)", at: text.place)
      }
    case (nil, let source?):
      if !secretFile.value.hasPrefix("/") || secretFile.value.hasSuffix("/") {
        reader.refuse("SecretFile= is to be the absolute path of a file", at: source.place)
      }
    }
    let role = reader.required("AccessKey", "Role")
    let words = Role.allCases.map(\.rawValue)
    if let source = role.source, Role(rawValue: role.value) == nil {
      reader.refuse(
        "Role= \(ConfigValue.shown(role.value)) is not allowed; allowed: "
          + words.joined(separator: ", ") + Nearest.hint(for: role.value, among: words),
        at: source.place)
    }
    self.role = Located(Role(rawValue: role.value) ?? .viewer, from: role.source)
    try reader.finish()
  }

  /// What is wrong with a secret, nil if nothing is; without a byte of it.
  public static func problem(withSecret text: String) -> String? {
    let count = text.utf8.count
    guard count >= leastSecret else {
      return "is shorter than \(leastSecret) bytes, which somebody could find by trying"
    }
    guard count <= longestSecret else { return "is longer than \(longestSecret) bytes" }
    return text.utf8.contains { $0 < 0x20 || $0 == 0x7F } ? "has a control character" : nil
  }
}
