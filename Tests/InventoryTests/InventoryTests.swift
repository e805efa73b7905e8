import Foundation
import Inventory
import TestSupport
import Testing
import Wire

@Suite struct InventoryTests {
  private let head = InventoryHead(
    name: "nightly", sourceBucket: "photos", destinationBucket: "backup", created: 1_795_275_720)

  @Test("the manifest names what lies beside it, and the whole is there at once")
  func manifest() throws {
    try Scratch.with("inventory") { folder in
      var writer = try InventoryWriter(folder: folder + "/list/", head)
      try writer.add(InventoryRow(encodedKey: "a%2C/b", size: 5, modified: "2026-01-02T03:04:05Z"))
      #expect(!FileManager.default.fileExists(atPath: folder + "/list"))
      let (rows, files) = try writer.finish()
      #expect(rows == 1 && files == 1)
      let manifest = try json(folder + "/list/manifest.json")
      #expect(manifest["creationTimestamp"] == "1795275720")
      #expect(manifest["fileFormat"] == "CSV")
      #expect(manifest["fileSchema"] == "Bucket, Key, Size, LastModifiedDate")
      #expect(manifest["sourceBucket"] == "photos" && manifest["destinationBucket"] == "backup")
      guard case .array(let listed) = manifest["files"], let file = listed.first else {
        Issue.record("no files")
        return
      }
      #expect(file["key"] == "data/nightly-0000.csv.gz")
      let bytes = try #require(
        FileManager.default.contents(atPath: folder + "/list/data/nightly-0000.csv.gz"))
      #expect(file["size"] == .integer(Int64(bytes.count)))
      // gzip's two magic bytes, and deflate as its method (RFC 1952).
      #expect(Array(bytes.prefix(3)) == [0x1F, 0x8B, 8])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["list"])
    }
  }

  @Test("no object makes an inventory of no file, which is one all the same")
  func empty() throws {
    try Scratch.with("inventory") { folder in
      // An empty folder may be there: it is taken.
      try FileManager.default.createDirectory(
        atPath: folder + "/list", withIntermediateDirectories: true)
      var writer = try InventoryWriter(folder: folder + "/list", head)
      let (rows, files) = try writer.finish()
      #expect(rows == 0 && files == 0)
      #expect(try json(folder + "/list/manifest.json")["files"] == [])
    }
  }

  @Test("a folder with something in it, a file and no path at all are refused")
  func taken() throws {
    try Scratch.with("inventory") { folder in
      let path = folder + "/list"
      try FileManager.default.createDirectory(
        atPath: path + "/x", withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: folder + "/file"))
      let cases = [
        (path, "the folder \(path) is not empty; give the path of a new one"),
        (
          folder + "/file",
          "\(folder)/file is there already and no folder; give the path of a new one"
        ),
        ("", "an inventory needs a folder of its own: give the path of a new one"),
        ("//", "an inventory needs a folder of its own: give the path of a new one"),
        (
          folder + "/none/list",
          "the inventory could not be written: mkdir"
        ),
      ]
      for (place, message) in cases {
        do throws(InventoryError) {
          _ = try InventoryWriter(folder: place, head)
          Issue.record("\(place) was taken")
        } catch {
          #expect(error.description.hasPrefix(message))
        }
      }
    }
  }

  @Test("an inventory that was begun and not finished leaves nothing behind")
  func abandoned() throws {
    try Scratch.with("inventory") { folder in
      do {
        var writer = try InventoryWriter(folder: folder + "/list", head)
        try writer.add(InventoryRow(encodedKey: "a", size: 1, modified: ""))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  private func json(_ path: String) throws -> JSONValue {
    let data = try #require(FileManager.default.contents(atPath: path))
    return try JSONValue.read(Array(data))
  }
}
