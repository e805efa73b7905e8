public import Migration

extension OverwriteRule {
  /// The rule that a pair of modes names, nil if the pair is none.
  ///
  /// `never` goes with an empty transfer mode; its older form `never` + `all` counts too.
  public init?(overwriteMode: String, transferMode: String) {
    switch (overwriteMode, transferMode) {
    case ("always", "all"): self = .alwaysAll
    case ("always", "lastmodified"): self = .alwaysLastModified
    case ("always", "changed"): self = .alwaysChanged
    case ("always", "crc64"): self = .alwaysDiffering
    case ("never", ""), ("never", "all"): self = .never
    default: return nil
    }
  }

  /// `always` or `never`.
  public var overwriteMode: String {
    switch self {
    case .alwaysAll, .alwaysLastModified, .alwaysChanged, .alwaysDiffering: "always"
    case .never: "never"
    }
  }

  /// `all`, `lastmodified`, `changed`, `crc64`, or nothing.
  public var transferMode: String {
    switch self {
    case .alwaysAll: "all"
    case .alwaysLastModified: "lastmodified"
    case .alwaysChanged: "changed"
    case .alwaysDiffering: "crc64"
    case .never: ""
    }
  }

  /// What is wrong with a pair of modes that names no rule: which of both, and what is allowed.
  public static func problem(
    overwriteMode: String, transferMode: String
  ) -> (atTransfer: Bool, problem: String) {
    switch overwriteMode {
    case "always":
      (
        true,
        "'\(transferMode)' does not go with 'always'; allowed: all, lastmodified, changed, "
          + "crc64"
      )
    case "never":
      (true, "'\(transferMode)' does not go with 'never'; leave it empty")
    default:
      (
        false,
        "'\(overwriteMode)' is not allowed; allowed: always, never"
          + Nearest.hint(for: overwriteMode, among: ["always", "never"])
      )
    }
  }
}
