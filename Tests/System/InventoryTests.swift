import Foundation
import TestSupport
import Testing

/// Failed list in, job out.
@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct InventoryTests {
  /// Names that are awkward in CSV and in UTF-8; a folder stands in the way of each.
  private static let names: [[UInt8]] = [
    Array("plain".utf8), Array("with, comma".utf8), Array("with \"quote\"".utf8),
    Array("percent%41+plus".utf8), Array("umläut/ünder".utf8), [0x62, 0xFF, 0xFE],
    Array("line\nend".utf8),
  ]

  @Test("what a run could not move becomes a list, the list a job, and the objects are there")
  func life() throws {
    try DaemonFixture.with("list") { fixture in
      try prepare(fixture)
      let list = fixture.folder + "/lists/failed"
      _ = try fixture.makeFolder("lists")
      try fixture.done("failed", "job", "--inventory", list)
      try fixture.run(["/bin/rm", "-rf", fixture.folder + "/destination"])
      _ = try fixture.makeFolder("destination")
      // What the list does not name is not looked at.
      try Tree.write(fixture.folder + "/source", Array("unnamed".utf8), [1])
      let words = address("again", list + "/manifest.json", fixture)
      #expect(try fixture.ferry(words).status == 0)
      let verified = try fixture.ferry("verify-address", "again", "--json")
      #expect(verified.data["Status"].text == "available", "\(verified)")
      let shown = try fixture.ferry("get-address", "again", "--json").data["AddressDetail"]
      #expect(shown["AddressType"].text == "inv" && shown["DataType"].text == "local")
      #expect(shown["InvPath"].text == list + "/manifest.json")
      #expect(shown["Prefix"].text == fixture.folder + "/source/")
      try fixture.done(
        "create-job", "recover", "--src-address=again", "--dest-address=dst",
        "--overwrite-mode=always", "--transfer-mode=all")
      let moved = try fixture.ferry("start-job", "recover", "--wait")
      #expect(moved.status == 0, "\(moved)")
      let newest = try fixture.newest("recover")
      #expect(newest["TotalCount"].number == 7 && newest["CopiedCount"].number == 7)
      #expect(try fixture.diff(excluding: "unnamed") == "")
      let source = try fixture.text("SELECT source FROM run WHERE number = 1 AND job = 2")
      #expect(source == "\(fixture.folder)/source/ as listed in \(list)/manifest.json")
      let occupied = try fixture.ferry("delete-address", "again", "--force")
      #expect(occupied.err.contains("ImportAddressIsOccupied"), "\(occupied)")
    }
  }

  @Test("a list that is damaged is told by verify-address and stops the run with its file's name")
  func damage() throws {
    try DaemonFixture.with("damage") { fixture in
      try prepare(fixture)
      let list = fixture.folder + "/list"
      try fixture.done("failed", "job", "--inventory", list)
      try fixture.run(["/bin/rm", "-rf", fixture.folder + "/destination"])
      _ = try fixture.makeFolder("destination")
      #expect(try fixture.ferry(address("again", list + "/manifest.json", fixture)).status == 0)
      try fixture.done(
        "create-job", "recover", "--src-address=again", "--dest-address=dst",
        "--overwrite-mode=always", "--transfer-mode=all")
      let data = list + "/data/job-0000.csv.gz"
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: data)))
      var harmed = bytes
      harmed[bytes.count / 2] ^= 0xFF
      try Data(harmed).write(to: URL(fileURLWithPath: data))
      let verified = try fixture.ferry("verify-address", "again")
      #expect(verified.status == 1 && verified.out.contains("\(data) is damaged"), "\(verified)")
      try fixture.done("start-job", "recover")
      #expect(try fixture.wait(for: "SUSPEND", of: "recover"))
      let shown = try fixture.ferry("get-job", "recover")
      #expect(shown.out.contains("\(data) is damaged: its MD5 is"), "\(shown)")
      #expect(shown.out.contains("close the run and start the job"), "\(shown)")
      // Put right, it is another list: only a new run takes it.
      unlink(data)
      try Data(bytes).write(to: URL(fileURLWithPath: data))
      try fixture.done("close-job", "recover", "--wait")
      let moved = try fixture.ferry("start-job", "recover", "--wait")
      #expect(moved.status == 0, "\(moved)")
      #expect(try fixture.diff() == "")
    }
  }

  @Test("an inventory in a file is the administrator's word; --check tells what is wrong with it")
  func files() throws {
    try DaemonFixture.with("files") { fixture in
      try fixture.makePair()
      func write(_ text: String) throws {
        try Texts.write(
          "[Address]\nType=inv\n\(text)", to: fixture.etc + "/addresses.d/again.address")
      }
      let source = "DataType=local\nPrefix=\(fixture.folder)/source/\n"
      try write(source + "InvLocation=azure\nInvPath=\(fixture.folder)/list/manifest.json\n")
      let place = try fixture.startInVain(["--check"])
      #expect(
        place.status == 78 && place.err.contains("again.address:5:13: InvLocation= 'azure' is"))
      try write(source + "InvLocation=local\nInvPath=\(fixture.folder)/state/manifest.json\n")
      let own = try fixture.startInVain(["--check"])
      #expect(own.status == 78 && own.err.contains("again.address:6:9: InvPath"), "\(own)")
      #expect(own.err.contains("ferry's own folder"), "\(own)")
      try write(source + "InvLocation=local\nInvPath=\(fixture.folder)/list/manifest.json\n")
      try fixture.writeJob("back", from: "src", to: "again")
      let back = try fixture.startInVain(["--check"])
      #expect(back.status == 78 && back.err.contains("is an inventory, a list"), "\(back)")
      try fixture.writeJob("back", from: "again", to: "dst")
      let right = try fixture.startInVain(["--check"])
      #expect(right.status == 0, "\(right)")
      // A list that is not there yet is no mistake in a file, and verify-address tells of it.
      try fixture.start()
      let verified = try fixture.ferry("verify-address", "again")
      #expect(
        verified.status == 1
          && verified.out.contains("The inventory's folder \(fixture.folder)/list cannot be opened"),
        "\(verified)")
    }
  }

  private func address(_ name: String, _ manifest: String, _ fixture: DaemonFixture) -> [String] {
    [
      "create-address", name, "--address-type=inv", "--data-type=local",
      "--prefix=\(fixture.folder)/source/", "--inv-location=local", "--inv-path=\(manifest)",
    ]
  }

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
