import Testing
import Wire

@Suite struct RateMeterTests {
  private static let second: Int64 = 1_000_000_000

  @Test("a rate is that of the last ten seconds, and there is none in the first one")
  func window() throws {
    var meter = RateMeter()
    #expect(meter.take(objects: 0, bytes: 0, now: 0) == nil)
    #expect(meter.take(objects: 5, bytes: 50, now: Self.second / 2) == nil)
    let firstTaken = meter.take(objects: 10, bytes: 100, now: Self.second)
    let first = try #require(firstTaken)
    #expect(first.objects == 10 && first.bytes == 100)
    var rate: RateMeter.Rate?
    for step in Int64(2)...30 {
      rate = meter.take(objects: 10 + step * 2, bytes: 100 + step * 7, now: step * Self.second)
    }
    #expect(rate?.objects == 2 && rate?.bytes == 7)
    // A run that begins anew is not slower than nothing.
    #expect(meter.take(objects: 0, bytes: 0, now: 31 * Self.second) == nil)
  }

  @Test("the rest takes as long as the slower of its two sides, for ever at a standstill")
  func left() throws {
    var meter = RateMeter()
    _ = meter.take(objects: 0, bytes: 0, now: 0)
    let rateTaken = meter.take(objects: 10, bytes: 0, now: Self.second)
    let rate = try #require(rateTaken)
    #expect(rate.seconds(forObjects: 25, bytes: 0) == 3)
    #expect(rate.seconds(forObjects: 0, bytes: 0) == 0)
    #expect(rate.seconds(forObjects: 1, bytes: 1) == nil)
    _ = meter.take(objects: 10, bytes: 1_000, now: 2 * Self.second)
    let bothTaken = meter.take(objects: 20, bytes: 2_000, now: 4 * Self.second)
    let both = try #require(bothTaken)
    #expect(both.objects == 5 && both.bytes == 500)
    #expect(both.seconds(forObjects: 5, bytes: 5_000) == 10)
    #expect(both.seconds(forObjects: 1e18, bytes: 0) == nil)
  }

  @Test("a line of progress tells the rate and, once all is listed, the rest")
  func line() throws {
    var entry = HistoryEntry(
      name: "nightly", runtimeId: "3", status: "IMPORT_JOB_DOING", totalCount: 50,
      totalSize: 3_000, copiedCount: 12, copiedSize: 2_000, failedCount: 1)
    var meter = RateMeter()
    _ = meter.take(objects: 0, bytes: 0, now: 0)
    let rateTaken = meter.take(objects: 12, bytes: 2_000, now: 2 * Self.second)
    let rate = try #require(rateTaken)
    #expect(
      ProgressText.line(entry, rate)
        == "nightly run 3: migrating, 12 of 50 objects found so far, 2.0 KiB of 2.9 KiB, 1 failed, "
        + "1000 B/s, 6 objects/s")
    entry.listStatus = "Finished"
    #expect(
      ProgressText.line(entry, rate).hasSuffix("1 failed, 1000 B/s, 6 objects/s, about 7s left"))
    #expect(ProgressText.line(entry).hasSuffix("1 failed"))
  }
}
