/// Every key that a kind of configuration file knows, and whether this version serves it.
///
/// It is the one table: what is not in it is unknown, what is in it and not served is refused with
/// other words than a typing error.
public struct ConfigTable: Sendable {
  /// A section and its keys.
  public struct Section: Sendable {
    /// The name between the brackets.
    public let name: String
    /// The keys that take effect.
    public let served: [String]
    /// The keys that a later version will serve.
    public let later: [String]
    /// The keys of the section of this name in a job's file, which hold for one job only.
    public var ofJobs: [String] = []
  }

  /// The sections in the order in which they are documented.
  public let sections: [Section]

  /// `ferryd.conf` and its drop-ins.
  public static let daemon = ConfigTable(sections: [
    Section(
      name: "Daemon",
      served: [
        "MaxRunningJobs", "MaxJobs", "MinFreeSpace", "MaxBandwidth", "MaxQPS", "LocalRoots",
        "LogLevel", "TimeZone", "RcloneProgram", "Listen", "TLSCertificate", "TLSKey",
        "PlainHTTP",
      ],
      later: []),
    scheduleDefaults, throttle, retry, history, health,
  ])

  /// `NAME.address`.
  public static let address = ConfigTable(sections: [
    Section(
      name: "Address",
      served: ["Type", "Prefix"] + AddressConfig.folderKeys + AddressConfig.listKeys
        + AddressConfig.bucketKeys + AddressConfig.webKeys + AddressConfig.remoteKeys,
      later: [])
  ])

  /// `NAME.key`.
  public static let accessKey = ConfigTable(sections: [
    Section(name: "AccessKey", served: ["Id", "Secret", "SecretFile", "Role"], later: [])
  ])

  /// `NAME.job` and its drop-ins.
  public static let job = ConfigTable(sections: [
    Section(
      name: "Job",
      served: [
        "Source", "Destination", "OverwriteMode", "TransferMode", "Enabled", "MaxRunTime",
        "Tags", "LogMode", "WithLastModifyTime", "ConvertSymlinkTarget", "Verify", "PreserveOwner",
        "PreserveXattrs", "FileMode", "DirectoryMode", "TargetStorageClass", "WithStorageClass",
        "PingURL", "PingURLFile",
      ],
      later: ["CreateReport"]),
    schedule,
    Section(
      name: "Filter",
      served: [
        "Prefixes", "IncludeKeys", "ExcludeKeys", "IncludeModified", "ExcludeModified",
        "ExcludeDir", "ExcludeSymlink",
      ], later: []),
    throttle, retry, history,
  ])

  private static let schedule = Section(
    name: "Schedule",
    served: jobsOwn + forAll, later: [])
  private static let scheduleDefaults = Section(
    name: "Schedule", served: forAll, later: [], ofJobs: jobsOwn)
  private static let jobsOwn = [
    "Start", "Suspend", "MaxScheduleCount", "TimeZone", "NotBefore", "NotAfter",
  ]
  private static let forAll = [
    "CatchUp", "CatchUpWindow", "Overlap", "Jitter", "MinScheduleInterval",
  ]
  private static let throttle = Section(
    name: "Throttle", served: ["MaxBandwidth", "MaxQPS", "Windows"], later: [])
  private static let retry = Section(
    name: "Retry", served: ["Auto", "MaxDepth", "Backoff"], later: [])
  private static let history = Section(
    name: "History", served: ["KeepRuns", "KeepDays"], later: [])

  private static let health = Section(
    name: "Health", served: ["PingURL", "PingURLFile", "Events"], later: [])

  func section(named name: String) -> Section? {
    sections.first { $0.name == name }
  }

  /// What is wrong with a section's name, nil if it is known.
  func problem(withSection name: String) -> String? {
    if section(named: name) != nil { return nil }
    let names = sections.map(\.name)
    guard let near = Nearest.word(to: name, among: names) else {
      let known = names.map { "[\($0)]" }.joined(separator: ", ")
      return "unknown section [\(name.prefix(60))]; known: \(known)"
    }
    return "unknown section [\(name.prefix(60))]; did you mean [\(near)]?"
  }

  /// What is wrong with a key, nil if it is served in this section.
  func problem(withKey key: String, in section: Section) -> String? {
    if section.served.contains(key) { return nil }
    if section.later.contains(key) { return "\(key)= \(Served.notYet)" }
    if section.ofJobs.contains(key) {
      return "\(key)= belongs into a job's file; here stand defaults for all jobs"
    }
    if key == "AccessSecret" || key == "InvAccessSecret" {
      return "\(key)= is not read from here, where many can read it; write the secret into a "
        + "file of its own and name that: \(key)File="
    }
    let known = section.served + section.later
    var message = "unknown key '\(key.prefix(60))' in [\(section.name)]"
    if let home = sections.first(where: { ($0.served + $0.later).contains(key) }) {
      return message + "; it belongs to [\(home.name)]"
    }
    message += Nearest.hint(for: key, among: known)
    return message
  }
}
