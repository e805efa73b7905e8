import Calendar
import Migration
import Testing
import Wire

@Suite struct ViewTests {
  private let moment = Instant(microseconds: 1_795_275_720_123_000)

  @Test("a job is written with GetJob's fields in order, and read back the same")
  func job() throws {
    var job = JobView(name: "nightly", version: "v", source: "a-1", destination: "b-1")
    job.createTime = moment
    job.throttle = Throttle(bitsPerSecond: 1, objectsPerSecond: 2)
    job.schedule = ScheduleShape(start: "0 0 2 * * *")
    #expect(
      job.json.text == #"""
        {"Name":"nightly","Version":"v","Owner":"","SrcAddress":"a-1","DestAddress":"b-1",\#
        "Status":"","CreateTime":"2026-11-21T15:42:00.123Z","ModifyTime":"","OverwriteMode":"",\#
        "TransferMode":"","WithLastModifyTime":true,"CreateReport":false,\#
        "ConvertSymlinkTarget":false,"TargetStorageClass":"","WithStorageClass":false,\#
        "ParentName":"","ParentVersion":"","Tags":"",\#
        "ImportQos":{"MaxBandWidth":1,"MaxImportTaskQps":2},"Audit":{"LogMode":"off"},\#
        "ScheduleRule":{"StartCronExpression":"0 0 2 * * *"},"FilterRule":{"FileTypeFilters":\#
        {"ExcludeDir":false,"ExcludeSymlink":false}},"Origin":"","TimeZone":"","Enabled":false,\#
        "NextStart":"","Attention":"","RuntimeId":"","ScheduleSpent":0,\#
        "MaxRunTime":"","Note":"","QueuedSlot":"","Verify":"size","PreserveOwner":false,\#
        "PreserveXattrs":false,"FileMode":"","DirectoryMode":""}
        """#)
    try expectSame(job)
    job.slots = SlotCounts()
    job.slots?.started = 4
    job.slots?.skipped = [.overlap: 2, .closed: 1]
    #expect(
      job.slots?.json.text
        == #"{"Started":4,"Resumed":0,"Skipped":{"overlap":2,"closed":1}}"#)
    (job.maxRunTime, job.note, job.queued) = ("8h", "why", moment)
    job.schedule.knobs.overlap = .queue
    job.schedule.knobs.jitter = 90_000_000
    job.schedule.knobs.notAfter = "2026-12-01"
    try expectSame(job)
    try expectSame(JobListView(jobs: [job, job], nextMarker: "m", truncated: true))
  }

  @Test("all other views are read back as they are written")
  func others() throws {
    let address = AddressView(
      name: "nas", createTime: moment, verifyResult: VerifyResult(httpCode: "-1"),
      detail: AddressShape(type: "local", prefix: "/srv/"))
    try expectSame(AddressListView(addresses: [address]))
    try expectSame(VerifyView(status: "available", verifyTime: moment))
    try expectSame(
      CreatedJobView(name: "j", createTime: moment, source: "a", destination: "b", warnings: ["w"]))
    try expectSame(ChangedJobView(warnings: ["w"]))
    try expectSame(ChangedJobView())
    let entry = HistoryEntry(name: "j", runtimeId: "1", commitId: "4", totalCount: -1, slot: moment)
    try expectSame(HistoryView(entries: [entry]))
    try expectSame(NextView(jobName: "j", next: [NextStart(utc: moment, local: "x")]))
    try expectSame(
      NextView(
        jobName: "", next: [NextStart(utc: moment, zone: "CET", rule: "suspend", note: "n")],
        warnings: ["w"], why: "y"))
    try expectSame(RefusalView(code: "NoSuchImportJob", message: "m", requestId: "A"))
    let running = RunningView(jobName: "j", runtimeId: "1", copiedCount: 5)
    var status = StatusView(version: "1", running: [running])
    status.attention = [AttentionView(jobName: "j", message: "m")]
    try expectSame(status)
    status.nextStart = UpcomingView(jobName: "j", utc: moment)
    try expectSame(status)
    #expect(StatusView(version: "1").json["NextStart"] == .null)
  }

  @Test("an answer of a newer daemon may hold more; a wrong kind is named with its path")
  func tolerance() throws {
    #expect(try VerifyView(json: ["Status": "available", "New": 1]).status == "available")
    #expect(throws: WireError.self) { try VerifyView(json: ["Status": 1]) }
    do throws(WireError) {
      _ = try JobView(json: ["CreateTime": "yesterday"])
    } catch {
      #expect(error.description == "CreateTime: 'yesterday' is no time")
    }
  }

  private func expectSame<View: WireShape>(_ view: View) throws {
    #expect(try View(json: view.json) == view)
    #expect(try View(json: JSONValue.read(Array(view.json.text.utf8))) == view)
  }
}
