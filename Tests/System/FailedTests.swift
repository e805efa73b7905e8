import Foundation
import TestSupport
import Testing

/// What a run could not move, as data: read by other programs, not by ferry's own readers.
@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct FailedTests {
  /// Names that are awkward in tables, CSV, URLs and UTF-8; a folder stands in the way of each.
  private static let names: [[UInt8]] = [
    Array("plain".utf8), Array("with, comma".utf8), Array("with \"quote\"".utf8),
    Array("percent%41+plus".utf8), Array("umläut/ünder".utf8), [0x62, 0xFF, 0xFE],
    Array("line\nend".utf8),
  ]

  @Test("failed lists what still fails as a table, as CSV and as JSON, byte for byte")
  func list() throws {
    try DaemonFixture.with("failed") { fixture in
      try prepare(fixture)
      let table = try fixture.ferry("failed", "job")
      #expect(table.status == 0)
      #expect(
        table.out.hasSuffix("\n7 objects of run 1 still fail: 7 IsADirectory\n"), "\(table)")
      let json = try fixture.ferry("failed", "job", "--json").data.array
      let keys = json.map { entry in Array(percentDecoded(entry["EncodedKey"].text)) }
      #expect(keys == Self.names.sorted { $0.lexicographicallyPrecedes($1) })
      #expect(json.allSatisfy { $0["Code"].text == "IsADirectory" && $0["Size"].number == 6 })
      let csv = try fixture.ferry("failed", "job", "--csv", "--run", "1").out
      try Texts.write(csv, to: fixture.folder + "/failed.csv")
      let read = try fixture.run([
        "/usr/bin/python3", "-c",
        """
        import csv, sys, urllib.parse
        rows = list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))
        print(len(rows))
        for row in rows:
            print(urllib.parse.unquote_to_bytes(row['EncodedKey']).hex(), row['Size'],
                  row['Recovered'])
        """, fixture.folder + "/failed.csv",
      ])
      #expect(
        read.out.split(separator: "\n").map(String.init)
          == ["\(keys.count)"] + keys.map { hex($0) + " 6 false" }, "\(read)")
    }
  }

  @Test("an inventory is read by Python's gzip, its checksums agree, and it is made once")
  func inventory() throws {
    try DaemonFixture.with("inventory") { fixture in
      try prepare(fixture)
      let folder = fixture.folder + "/inventory"
      let made = try fixture.ferry("failed", "job", "--inventory", folder, "--json")
      #expect(made.status == 0 && made.data["Objects"].number == 7, "\(made)")
      let read = try fixture.run(["/usr/bin/python3", "-c", Self.reader, folder])
      let expected = Self.names.sorted { $0.lexicographicallyPrecedes($1) }.map {
        "src \(hex($0)) 6"
      }
      #expect(
        read.out.split(separator: "\n").map(String.init) == ["7 of 7 rows end"] + expected,
        "\(read)")
      let again = try fixture.ferry("failed", "job", "--inventory", folder)
      #expect(again.status == 1 && again.err.contains("is not empty"), "\(again)")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: fixture.folder)
          .filter { $0.hasPrefix("inventory") } == ["inventory"])
    }
  }

  @Test("a job's status and result tell whether a retry is possible")
  func status() throws {
    try DaemonFixture.with("status") { fixture in
      try fixture.makePair()
      try fixture.start()
      let before = try fixture.ferry("get-job-status", "job", "--json").data
      #expect(before["Status"].text == "created")
      try Tree.write(fixture.folder + "/source", Array("good".utf8), Array("object".utf8))
      _ = try fixture.ferry("start-job", "job", "--wait")
      let good = try fixture.ferry("get-job-status", "job", "--json").data
      #expect(good["Status"].text == "succeed" && good["ReadyRetry"].text == "NoNeed")
      #expect(good["CountProgress"].text == "100.00%" && good["TotalCount"].number == 1)
      _ = try fixture.makeFolder("destination/bad")
      try Tree.write(fixture.folder + "/source", Array("bad".utf8), Array("object".utf8))
      _ = try fixture.ferry("start-job", "job", "--wait")
      let bad = try fixture.ferry("get-job-status", "job", "--json").data
      #expect(bad["Status"].text == "failed" && bad["ReadyRetry"].text == "Ready", "\(bad)")
      #expect(bad["FailedCount"].number == 1 && bad["StillFailing"].number == 1)
      #expect(bad["RuntimeId"].text == "2" && bad["CountProgress"].text == "50.00%")
      let unknown = try fixture.ferry("failed", "job", "--run", "7", "--json")
      #expect(unknown.json["ErrorCode"].text == "NoSuchImportJobRunTimeId", "\(unknown)")
    }
  }

  /// Writes all rows of an inventory; fails if a checksum or a size does not agree.
  private static let reader = """
    import gzip, hashlib, json, os, sys, urllib.parse
    folder = sys.argv[1]
    manifest = json.load(open(folder + '/manifest.json'))
    assert manifest['fileSchema'] == 'Bucket, Key, Size, LastModifiedDate'
    text = b''
    for file in manifest['files']:
        raw = open(os.path.join(folder, file['key']), 'rb').read()
        assert len(raw) == file['size']
        assert hashlib.md5(raw).hexdigest().upper() == file['MD5checksum']
        text += gzip.decompress(raw)
    rows = text.split(b'\\n')
    assert rows.pop() == b''
    print(text.count(b'\\n'), 'of', len(rows), 'rows end')
    for row in rows:
        bucket, key, size, modified = row.decode('ascii').split(',')
        print(bucket, urllib.parse.unquote_to_bytes(key).hex(), size)
    """

  private func prepare(_ fixture: DaemonFixture) throws {
    try fixture.makePair(job: "job", "[Retry]\nAuto=no\n")
    for name in Self.names {
      try Tree.write(fixture.folder + "/source", name, Array("object".utf8))
      // A folder with something in it cannot be replaced by a file.
      try Tree.write(fixture.folder + "/destination", name + Array("/x".utf8), [1])
    }
    try fixture.start()
    let said = try fixture.ferry("start-job", "job", "--wait")
    #expect(said.status == 2, "\(said)")
  }
}

private func hex(_ bytes: [UInt8]) -> String {
  bytes.map { String(format: "%02x", $0) }.joined()
}

private func percentDecoded(_ text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "%") else {
      bytes.append(byte)
      continue
    }
    bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
    rest.removeFirst(min(2, rest.count))
  }
  return bytes
}
