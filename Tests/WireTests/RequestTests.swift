import Migration
import Testing
import Wire

@Suite struct RequestTests {
  @Test("a job's request is read with its limits, schedule and filter")
  func job() throws {
    let request = try JobRequest(
      json: read(
        #"""
        {"Name":"nightly","SrcAddress":"a-1","DestAddress":"b-1","OverwriteMode":"never",
        "TransferMode":"all","ImportQos":{"MaxBandWidth":1000,"MaxImportTaskQps":5},
        "ScheduleRule":{"StartCronExpression":"0 0 2 * * *","MaxScheduleCount":3},
        "FilterRule":{"FileTypeFilters":{"ExcludeDir":true},
        "KeyFilters":{"Includes":{"Regex":["","a"]},"Excludes":{"Regex":[]}},"LastModifiedFilters":
        {"Includes":{"TimeFilter":[{"StartTime":"2024-01-01T00:00:00.000Z","EndTime":""}]}}},
        "Audit":{"LogMode":"detail"},"WithStorageClass":true,"TargetStorageClass":"IA","Tags":"k:v",
        "CreateReport":false,"ParentVersion":"","TimeZone":"Europe/Berlin"}
        """#))
    #expect(request.overwrite == .never)
    #expect(request.throttle == ThrottleKnobs(bitsPerSecond: 1000, objectsPerSecond: 5))
    #expect(request.schedule == ScheduleShape(start: "0 0 2 * * *", maxScheduleCount: 3))
    #expect(request.logMode == .detail)
    var filter = FilterKnobs()
    filter.excludesFolders = true
    (filter.includeKeys, filter.excludeKeys) = (["a"], [])
    filter.includeModified = [TimeRangeText(start: "2024-01-01T00:00:00.000Z", end: "")]
    #expect(request.filter == filter)
    var copying = CopyKnobs()
    copying.keepsStorageClass = true
    copying.storageClass = StorageClassText(StorageClass("IA"))
    #expect(
      request.copying == copying && request.tags == "k:v" && request.timeZone == "Europe/Berlin"
    )
    #expect(try JobRequest(json: request.json) == request)
  }

  @Test("each mistake of a job's request is named with its path and what is allowed")
  func jobRefusals() throws {
    let cases: [(String, String)] = [
      (#""Extra":1"#, "InvalidArgument: Extra: unknown field"),
      (#""Tag":"a""#, "InvalidArgument: Tag: unknown field; did you mean 'Tags'?"),
      (
        #""ImportQos":{"MaxBandWidth":"abc"}"#,
        "InvalidArgument: ImportQos.MaxBandWidth: 'abc' is not a whole number of bit/s"
      ),
      (
        #""ImportQos":{"MaxBandWidth":-1}"#,
        "InvalidArgument: ImportQos.MaxBandWidth: -1 is less than 0 bit/s"
      ),
      (
        #""ImportQos":{"MaxImportTaskQps":1.5}"#,
        "InvalidArgument: ImportQos.MaxImportTaskQps: 1.5 is not a whole number of objects/s"
      ),
      (
        #""ImportQos":{"MaxBandwidth":1}"#,
        "InvalidArgument: ImportQos.MaxBandwidth: unknown field; did you mean 'MaxBandWidth'?"
      ),
      (#""ImportQos":[]"#, "InvalidArgument: ImportQos: a list where an object is wanted"),
      (#""CreateReport":"yes""#, "InvalidArgument: CreateReport: 'yes' is not true or false"),
      (
        #""CreateReport":true"#,
        "InvalidArgument: CreateReport: is not served by this version of ferry"
      ),
      (
        #""FilterRule":{"KeyFilters":{"Includes":{"Regex":[1]}}}"#,
        "InvalidArgument: FilterRule.KeyFilters.Includes.Regex: 1 is not text"
      ),
      (
        #""FilterRule":{"KeyFilters":{"Include":{"Regex":["a"]}}}"#,
        "InvalidArgument: FilterRule.KeyFilters.Include: unknown field; did you mean 'Includes'?"
      ),
      (
        #""FilterRule":{"LastModifiedFilters":{"Includes":{"TimeFilter":[{}]}}}"#,
        "MissingArgument: TimeFilter: StartTime or EndTime has to be given"
      ),
      (
        #""Audit":{"LogMode":"all"}"#,
        "InvalidArgument: Audit.LogMode: 'all' is not allowed; allowed: off, basic, detail"
      ),
      (
        #""ScheduleRule":{"MaxScheduleCount":0}"#,
        "InvalidArgument: ScheduleRule.MaxScheduleCount: 0 runs would be no schedule; "
          + "leave it out for no limit"
      ),
    ]
    for (field, message) in cases {
      let text =
        #"{"Name":"job","SrcAddress":"a-1","DestAddress":"b-1","OverwriteMode":"always","#
        + #""TransferMode":"all",\#(field)}"#
      #expect(refusal { () throws(Refusal) in _ = try JobRequest(json: read(text)) } == message)
    }
  }

  @Test("a job's request without what it needs, or with modes that do not go together")
  func jobBasics() throws {
    let cases: [(String, String)] = [
      ("[]", "InvalidArgument: a list where an object is wanted"),
      ("{}", "MissingArgument: Name: has to be given"),
      (
        #"{"Name":"-x1"}"#, "InvalidArgument: Name: '-x1' must begin with a letter or a digit"
      ),
      (
        #"{"Name":"a b"}"#,
        "InvalidArgument: Name: 'a b' holds ' '; it takes 3 to 63 letters, digits, '_' or '-'"
      ),
      (#"{"Name":"abc"}"#, "MissingArgument: SrcAddress: has to be given"),
      (
        #"{"Name":"abc","SrcAddress":"a","DestAddress":"b","OverwriteMode":"alway"}"#,
        "InvalidArgument: OverwriteMode: 'alway' is not allowed; allowed: always, never; "
          + "did you mean 'always'?"
      ),
      (
        #"{"Name":"abc","SrcAddress":"a","DestAddress":"b","OverwriteMode":"always"}"#,
        "InvalidArgument: TransferMode: '' does not go with 'always'; allowed: all, lastmodified, "
          + "changed, crc64"
      ),
    ]
    for (text, message) in cases {
      #expect(refusal { () throws(Refusal) in _ = try JobRequest(json: read(text)) } == message)
    }
  }

  @Test("an address's request is checked by the rules of its type")
  func address() throws {
    let right = #"{"Name":"nas","AddressDetail":{"AddressType":"local","Prefix":"/srv/x/"}}"#
    let request = try AddressRequest(json: read(right))
    #expect(request.detail == AddressShape(type: "local", prefix: "/srv/x/"))
    #expect(try AddressRequest(json: request.json) == request)
    let cases: [(String, String)] = [
      ("", "MissingArgument: AddressDetail.AddressType: has to be given"),
      (
        #""AddressType":"local""#,
        "MissingArgument: AddressDetail.Prefix: has to be given: an absolute folder such as '/srv/photos/'"
      ),
      (
        #""AddressType":"local","Prefix":"/srv/x""#,
        "InvalidArgument: AddressDetail.Prefix: '/srv/x' has to end with '/': '/srv/x/'"
      ),
      (
        #""AddressType":"local","Prefix":"srv/x/""#,
        "InvalidArgument: AddressDetail.Prefix: 'srv/x/' is not absolute; a local address needs a folder such as '/srv/photos/'"
      ),
      (
        #""AddressType":"local","Prefix":"/srv/../etc/""#,
        "InvalidArgument: AddressDetail.Prefix: '/srv/../etc/' holds '.' or '..'; "
          + "write the folder itself"
      ),
      (
        #""AddressType":"local","Prefix":"/srv/","Bucket":"b""#,
        "InvalidArgument: AddressDetail.Bucket: does not go with type 'local'"
      ),
      (
        #""AddressType":"ftp","Bucket":"b","AccessSecret":"secret""#,
        "ImportAddressTypeInvalid: AddressDetail.AddressType: addresses of type 'ftp' are made "
          + "by a file: /etc/ferry/addresses.d/NAME.address"
      ),
      (
        #""AddressType":"obsfs","Bucket":"b","AccessSecret":"secret""#,
        "ImportAddressTypeInvalid: AddressDetail.AddressType: addresses of type 'obsfs' are not "
          + "served by this version; it knows: \(Self.types)"
      ),
      (
        #""AddressType":"lokal""#,
        "ImportAddressTypeInvalid: AddressDetail.AddressType: 'lokal' is no type of address; "
          + "did you mean 'local'?; this version knows: \(Self.types)"
      ),
    ]
    for (detail, message) in cases {
      let text = #"{"Name":"nas","AddressDetail":{\#(detail)}}"#
      #expect(refusal { () throws(Refusal) in _ = try AddressRequest(json: read(text)) } == message)
    }
  }

  private static let types =
    (["local", "inv", "http"] + ServiceKind.all.map(\.word)).joined(separator: ", ")

  @Test("an inventory's request names the objects and the list, each in a place that is served")
  func inventory() throws {
    let detail =
      #""AddressType":"inv","Prefix":"/srv/x/","DataType":"local","InvLocation":"local","#
    let right = #"{"Name":"again","AddressDetail":{\#(detail)"InvPath":"/srv/l/manifest.json"}}"#
    let request = try AddressRequest(json: read(right))
    #expect(request.detail.inventoryPath == "/srv/l/manifest.json")
    #expect(request.detail.dataType == "local" && request.detail.inventoryLocation == "local")
    #expect(try AddressRequest(json: request.json) == request)
    let elsewhere = try AddressRequest(
      json: read(
        #"{"Name":"again","AddressDetail":{"AddressType":"inv","DataType":"oss","Bucket":"data","#
          + #""RegionId":"x","Prefix":"a/","InvLocation":"s3","InvBucket":"lists","#
          + #""InvDomain":"h:9","InvPath":"b/manifest.json","InvAccessId":"i","InvAccessSecret":"s"}}"#
      ))
    #expect(elsewhere.detail.bucket?.bucket == "data")
    #expect(elsewhere.detail.listBucket?.bucket == "lists")
    #expect(elsewhere.listSecret == GivenSecret("s") && elsewhere.secret == nil)
    #expect(try AddressRequest(json: elsewhere.json) == elsewhere)
    let cases: [(String, String)] = [
      (
        #""AddressType":"inv","Prefix":"/srv/x/""#,
        "MissingArgument: AddressDetail.DataType: has to be given"
      ),
      (
        #""AddressType":"inv","Prefix":"x/","DataType":"oss","InvLocation":"local""#,
        "MissingArgument: AddressDetail.Bucket: has to be given"
      ),
      (
        #""AddressType":"inv","Prefix":"x/","DataType":"http","InvLocation":"local""#,
        "InvalidArgument: AddressDetail.DataType: 'http': URLs have an address type of their own, "
          + "'http'"
      ),
      (
        #""AddressType":"inv","Prefix":"/srv/x/","DataType":"local","InvLocation":"azure""#,
        "InvalidArgument: AddressDetail.InvLocation: 'azure' is not served by this version of ferry; "
          + "a list is read from: local, s3, oss, obs, cos, qiniu, bos, ks3, tos, ucloud, gcp"
      ),
      (
        #""AddressType":"inv","Prefix":"/srv/x/","DataType":"local","InvLocation":"s3""#,
        "MissingArgument: AddressDetail.InvPath: has to be given: its key in the bucket, such as "
          + "'lists/2026/manifest.json'"
      ),
      (
        #""AddressType":"inv","Prefix":"/srv/x/","DataType":"local","InvLocation":"s3","#
          + #""InvPath":"a/manifest.json","InvBucket":"lists","InvRegionId":"x","InvAccessId":"i""#,
        "MissingArgument: AddressDetail.InvAccessSecret: has to be given with InvAccessId"
      ),
      (
        detail + #""InvPath":"/srv/l/keys.csv""#,
        "InvalidArgument: AddressDetail.InvPath: is CSV without a manifest, of which nobody says "
          + "what its columns are; name its manifest.json, or a plain list in .txt or .txt.gz"
      ),
      (
        #""AddressType":"http","InvLocation":"local","InvPath":"/srv/l.csv","Prefix":"/srv/""#,
        "InvalidArgument: AddressDetail.Prefix: does not go with type 'http'"
      ),
      (
        #""AddressType":"http","InvLocation":"local","InvPath":"/srv/l.csv","PrivateHosts":true"#,
        "InvalidArgument: AddressDetail.PrivateHosts: is for an administrator's file only; write "
          + "one into addresses.d"
      ),
      (
        detail + #""InvPath":"""#,
        "MissingArgument: AddressDetail.InvPath: has to be given: the manifest's path such as "
          + "'/srv/lists/failed/manifest.json'"
      ),
      (
        detail + #""InvPath":"/srv/../l/manifest.json""#,
        "InvalidArgument: AddressDetail.InvPath: '/srv/../l/' holds '.' or '..'; "
          + "write the folder itself"
      ),
      (
        detail + #""InvPath":"/srv/l/m.json","InvBucket":"b""#,
        "InvalidArgument: AddressDetail.InvBucket: does not go with type 'inv'"
      ),
      (
        #""AddressType":"local","Prefix":"/srv/x/","InvPath":"/srv/l/m.json""#,
        "InvalidArgument: AddressDetail.InvPath: does not go with type 'local'"
      ),
    ]
    for (detail, message) in cases {
      let text = #"{"Name":"again","AddressDetail":{\#(detail)}}"#
      #expect(refusal { () throws(Refusal) in _ = try AddressRequest(json: read(text)) } == message)
    }
  }

  @Test("an update changes either the state or the limits")
  func update() throws {
    let updates: [JobUpdate] = [
      .start, .pause, .close, .throttle(bitsPerSecond: 0, objectsPerSecond: nil),
      .throttle(bitsPerSecond: nil, objectsPerSecond: 7),
    ]
    for update in updates { #expect(try JobUpdate(json: update.json) == update) }
    #expect(try JobUpdate(json: ["Status": "IMPORT_JOB_CLOSIING"]) == .close)
    let cases: [(JSONValue, String)] = [
      (
        [:],
        "InvalidArgument: give either Status, ImportQos, Enabled, or fields of the definition; "
          + "nothing is there"
      ),
      (
        ["Status": "IMPORT_JOB_SUSPEND", "ImportQos": ["MaxBandWidth": 1]],
        "InvalidArgument: give either Status, ImportQos, Enabled, or fields of the definition; "
          + "not more than one"
      ),
      (["ImportQos": [:]], "MissingArgument: ImportQos: holds no limit"),
      (
        ["Status": "IMPORT_JOB_DOING"],
        "InvalidImportJobStatus: Status: 'IMPORT_JOB_DOING' cannot be set; allowed: "
          + "IMPORT_JOB_LAUNCHING (start), IMPORT_JOB_SUSPEND (pause), IMPORT_JOB_CLOSING (close)"
      ),
    ]
    for (json, message) in cases {
      #expect(refusal { () throws(Refusal) in _ = try JobUpdate(json: json) } == message)
    }
  }

  @Test("queries are strict about names, numbers and truth values")
  func queries() throws {
    #expect(try PageQuery(query: []) == PageQuery())
    #expect(
      try JobListQuery(query: [("count", "5"), ("all", "True"), ("parentName", "p")])
        == JobListQuery(page: PageQuery(count: 5), all: true, parentName: "p"))
    #expect(try HistoryQuery(jobName: "j", query: [("runtimeId", "2")]).run == 2)
    let cases: [([(name: String, value: String)], String)] = [
      ([("count", "0")], "InvalidArgument: count: '0' is not a whole number from 1 to 1000"),
      ([("count", "9x")], "InvalidArgument: count: '9x' is not a whole number from 1 to 1000"),
      ([("cuont", "9")], "InvalidArgument: cuont: unknown query parameter; did you mean 'count'?"),
      ([("count", "1"), ("count", "2")], "InvalidArgument: count: given twice"),
      ([("all", "maybe")], "InvalidArgument: all: 'maybe' is not true or false"),
    ]
    for (query, message) in cases {
      #expect(refusal { () throws(Refusal) in _ = try JobListQuery(query: query) } == message)
    }
  }
}

private func read(_ text: String) -> JSONValue {
  do {
    return try JSONValue.read(Array(text.utf8))
  } catch {
    Issue.record(error, "\(text)")
    return .null
  }
}

private func refusal(_ body: () throws(Refusal) -> Void) -> String {
  do {
    try body()
    return "accepted"
  } catch {
    return error.description
  }
}
