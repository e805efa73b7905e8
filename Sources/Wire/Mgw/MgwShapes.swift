/// The documents of Alibaba Cloud's Data Online Migration, by their roots.
///
/// Source: API reference of Data Online Migration, version 2024-06-26.
public enum MgwShapes {
  private static func text(_ names: String...) -> [XMLShape.Field] {
    names.map { XMLShape.Field($0) }
  }

  private static func numbers(_ names: String...) -> [XMLShape.Field] {
    names.map { XMLShape.Field($0, .integer) }
  }

  private static func flags(_ names: String...) -> [XMLShape.Field] {
    names.map { XMLShape.Field($0, .flag) }
  }

  // MARK: - Addresses

  private static let place = XMLShape.fields(
    text(
      "AddressType", "DataType", "Bucket", "Prefix", "Domain", "RegionId", "Role", "AccessId",
      "AccessSecret", "AgentList", "InvBucket", "InvDomain", "InvRegionId", "InvLocation",
      "InvPath", "InvRole", "InvAccessId", "InvAccessSecret")
      + [XMLShape.Field("HdfsAuthConfig", .fields(text("AuthType", "UserName")))])

  /// `ImportAddress`: asked for, and told.
  public static let address = XMLShape.fields(
    text(
      "Name", "Owner", "Version", "CreateTime", "ModifyTime", "VerifyTime", "Tags", "Status",
      "AgentList")
      + [
        XMLShape.Field(
          "VerifyResult", .fields(text("HttpCode", "ErrorCode", "ErrorMsg"))),
        XMLShape.Field("AddressDetail", place),
      ])

  /// `VerifyAddressResponse`.
  public static let verification = XMLShape.fields(
    text("Status", "VerifyTime", "ErrorCode", "ErrorMessage"))

  // MARK: - Jobs

  private static func sides(_ name: String, _ shape: XMLShape = .text) -> XMLShape {
    let list = XMLShape.fields([XMLShape.Field(name, shape, isList: true)])
    return .fields([XMLShape.Field("Includes", list), XMLShape.Field("Excludes", list)])
  }

  private static let filter = XMLShape.fields([
    XMLShape.Field("KeyFilters", sides("Regex")),
    XMLShape.Field(
      "LastModifiedFilters", sides("TimeFilter", .fields(text("StartTime", "EndTime")))),
    XMLShape.Field("FileTypeFilters", .fields(flags("ExcludeDir", "ExcludeSymlink"))),
    XMLShape.Field("PrefixFilters", sides("Prefix")),
  ])

  /// `ImportJob`: asked for, and told.
  public static let job = XMLShape.fields(
    text(
      "Name", "Owner", "Version", "SrcAddress", "DestAddress", "Status", "CreateTime",
      "ModifyTime", "OverwriteMode", "TransferMode", "ParentName", "ParentVersion", "Tags",
      "TargetStorageClass")
      + flags(
        "CreateReport", "EnableMultiVersioning", "WithStorageClass", "WithLastModifyTime",
        "ConvertSymlinkTarget", "AppendableToNormal")
      + [
        XMLShape.Field("ImportQos", .fields(numbers("MaxBandWidth", "MaxImportTaskQps"))),
        XMLShape.Field("Audit", .fields(text("LogMode"))),
        XMLShape.Field(
          "ScheduleRule",
          .fields(
            text("StartCronExpression", "SuspendCronExpression") + numbers("MaxScheduleCount"))),
        XMLShape.Field("FilterRule", filter),
      ])

  private static let historyEntry = XMLShape.fields(
    text(
      "Name", "JobVersion", "RuntimeId", "CommitId", "StartTime", "EndTime", "Operator", "Status",
      "RuntimeState", "ListStatus")
      + numbers(
        "TotalCount", "TotalSize", "CopiedCount", "CopiedSize", "SkippedCount", "SkippedSize",
        "FailedCount") + text("Message"))

  /// `ImportJobResult`.
  public static let result = XMLShape.fields(
    text(
      "Version", "ReadyRetry", "AddressType", "InvPath", "InvBucket", "InvDomain", "InvLocation",
      "InvAccessId", "InvAccessSecret", "InvRegionId")
      + numbers(
        "TotalObjectCount", "TotalObjectSize", "CopiedObjectCount", "CopiedObjectSize",
        "FailedObjectCount", "SkippedObjectCount", "SkippedObjectSize"))

  // MARK: - Reports

  /// `CreateReport`.
  public static let reportRequest = XMLShape.fields(
    text("JobName", "Version") + numbers("RuntimeId"))

  /// `GetReportResponse`.
  public static let report = XMLShape.fields(
    text(
      "Status", "ErrorMessage", "JobCreateTime", "ReportCreateTime", "ReportEndTime", "JobEndTime",
      "JobExecuteTime") + numbers("TotalCount", "CopiedCount", "FailedCount", "SkippedCount")
      + text("TotalListPrefix", "FailedListPrefix", "SkippedListPrefix"))

  // MARK: - Agents and tunnels

  /// `ImportAgent`: asked for, and told.
  public static let agent = XMLShape.fields(
    text(
      "Name", "Owner", "Version", "CreateTime", "ModifyTime", "Tags", "TunnelId", "AgentEndpoint",
      "DeployMethod", "ActivationKey"))

  /// `ImportAgentStatus`.
  public static let agentStatus = XMLShape.fields(text("Status", "AgentIP", "AgentVersion"))

  /// `ImportTunnel`: asked for, and told.
  public static let tunnel = XMLShape.fields(
    text("TunnelId", "Owner", "CreateTime", "ModifyTime", "Tags")
      + [XMLShape.Field("TunnelQos", .fields(numbers("MaxBandwidth", "MaxQps")))])

  // MARK: - Lists

  /// A page of a list, of elements of a name.
  private static func page(_ name: String, _ shape: XMLShape) -> XMLShape {
    .fields(
      flags("Truncated") + text("NextMarker") + [XMLShape.Field(name, shape, isList: true)])
  }

  /// `ImportAddressList`.
  public static let addressList = page("ImportAddress", address)
  /// `ImportJobList`.
  public static let jobList = page("ImportJob", job)
  /// `JobHistoryList`.
  public static let history = page("JobHistory", historyEntry)
  /// `ImportAgentList`.
  public static let agentList = page("ImportAgent", agent)
  /// `ImportTunnelList`.
  public static let tunnelList = page("ImportTunnel", tunnel)
}
