import Calendar
import Migration
import Testing

@Suite struct JobRemarksTests {
  @Test("what a job says and its addresses cannot do is remarked")
  func remarks() throws {
    let folder = Address(
      name: try Name("folder", of: "address"), version: "1",
      location: .local(try LocalPath("/srv/a/")), origin: .api, created: .init(microseconds: 0),
      modified: .init(microseconds: 0))
    let bucket = try address("bucket", "s3")
    let other = try address("other", "oss")
    var job = JobDefinition(
      name: try Name("job", of: "job"), source: folder.name, destination: bucket.name,
      overwrite: .alwaysAll)
    #expect(job.remarks(source: folder, destination: folder) == [])
    job.copying.storageClass = StorageClass("IA")
    #expect(job.remarks(source: folder, destination: bucket) == [])
    #expect(
      job.remarks(source: bucket, destination: folder)
        == ["the storage class IA has no effect: 'folder' is no bucket"])
    job.copying.storageClass = nil
    job.copying.keepsStorageClass = true
    #expect(job.remarks(source: bucket, destination: bucket) == [])
    for (from, to) in [(folder, bucket), (bucket, folder), (bucket, other)] {
      #expect(job.remarks(source: from, destination: to).count == 1, "\(from.name) \(to.name)")
    }
    job.copying.keepsStorageClass = false
    job.overwrite = .alwaysDiffering
    #expect(job.remarks(source: folder, destination: folder) == [])
    #expect(job.remarks(source: folder, destination: bucket).count == 1)
  }

  @Test("a storage class is a word; those of Data Online Migration are told in Amazon's")
  func words() {
    for (name, word) in [
      ("Standard", "STANDARD"), ("IA", "STANDARD_IA"), ("Archive", "GLACIER"),
      ("DeepColdArchive", "DEEP_ARCHIVE"), ("ColdArchive", "ColdArchive"),
      ("ONEZONE_IA", "ONEZONE_IA"),
    ] {
      #expect(StorageClass(name)?.word == word)
    }
    for name in ["", "a b", "IA\r\nx-evil: 1", "Ä", String(repeating: "a", count: 65)] {
      #expect(StorageClass(name) == nil && StorageClass.problem(with: name) != nil)
    }
  }

  private func address(_ name: String, _ kind: String) throws -> Address {
    let kind = try #require(ServiceKind.named(kind))
    return Address(
      name: try Name(name, of: "address"), version: name,
      location: .bucket(BucketPlace(kind: kind, bucket: name, region: "r")), origin: .api,
      created: .init(microseconds: 0),
      modified: .init(microseconds: 0))
  }
}
