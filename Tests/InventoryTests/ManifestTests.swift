import Inventory
import Testing

@Suite struct ManifestTests {
  @Test("the key's column is found in ferry's, OSS's and S3's schemas")
  func schemas() throws {
    let cases: [(schema: String, columns: Int, key: Int)] = [
      ("Bucket, Key, Size, LastModifiedDate", 4, 1),
      (
        "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag, "
          + "StorageClass", 9, 1
      ),
      ("Key", 1, 0),
      ("Size,LastModifiedDate,  key ", 3, 2),
    ]
    for each in cases {
      let manifest = try InventoryManifest(text(schema: each.schema))
      #expect(manifest.columns == each.columns && manifest.keyColumn == each.key)
    }
    let manifest = try InventoryManifest(
      text(
        files: #"""
          {"key":"data/a.csv.gz","size":5,"MD5checksum":"900150983cd24fb0d6963f7d28e17f72"},
          {"key":"b.csv","size":"7"}, {"key":"c.csv","MD5checksum":""}
          """#))
    #expect(manifest.files.map(\.path) == ["data/a.csv.gz", "b.csv", "c.csv"])
    #expect(manifest.files.map(\.size) == [5, 7, nil])
    #expect(manifest.files.map { $0.md5 != nil } == [true, false, false])
  }

  @Test("a manifest that is wrong is refused with the field's name")
  func wrong() {
    let cases: [(text: [UInt8], says: String)] = [
      ([], "it is no manifest: the JSON text is empty"),
      (Array("bucket,key\n".utf8), "it is no manifest: this is not JSON"),
      (Array("[]".utf8), "fileFormat: has to be given"),
      (text(format: "ORC"), "fileFormat: 'ORC' is not served by this version of ferry"),
      (text(schema: "Bucket, Size"), "fileSchema: 'Bucket, Size' does not name Key once"),
      (text(schema: "Key, Key"), "fileSchema: 'Key, Key' does not name Key once"),
      (Array(#"{"fileFormat":"CSV","fileSchema":"Key"}"#.utf8), "files: has to be given"),
      (text(files: "7"), "files[0].key: has to be given"),
      (text(files: #"{"key":"/etc/x.csv"}"#), "files[0].key: '/etc/x.csv' is no path below"),
      (text(files: #"{"key":"a/../x.csv"}"#), "files[0].key: 'a/../x.csv' is no path below"),
      (text(files: #"{"key":"a\u0000.csv"}"#), "files[0].key"),
      (text(files: #"{"key":"a.orc"}"#), "files[0].key: 'a.orc' is neither .csv.gz nor .csv"),
      (
        text(files: #"{"key":"a.csv","MD5checksum":"xyz"}"#),
        "files[0].MD5checksum: 'xyz' is no MD5 digest"
      ),
      (text(files: #"{"key":"a.csv","size":-1}"#), "files[0].size: is no number of bytes"),
    ]
    for each in cases {
      do throws(InventoryError) {
        _ = try InventoryManifest(each.text)
        Issue.record("accepted: \(each.says)")
      } catch {
        #expect(error.description.hasPrefix(each.says))
      }
    }
  }
}

private func text(
  schema: String = "Bucket, Key", format: String = "CSV", files: String = ""
) -> [UInt8] {
  Array(#"{"fileFormat":"\#(format)","fileSchema":"\#(schema)","files":[\#(files)]}"#.utf8)
}
