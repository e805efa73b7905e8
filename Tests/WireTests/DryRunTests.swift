import Migration
import Testing

@testable import Wire

@Suite struct DryRunTests {
  private let objects = [
    ObjectForecast(
      key: ObjectKey(Array("a b".utf8)), kind: .file, size: 2_048, verdict: .copy(.otherSize)),
    ObjectForecast(
      key: ObjectKey([0xFF, 0x2F]), kind: .folder, size: 0,
      verdict: .refuse(.notADirectory, "in the way")),
    ObjectForecast(key: ObjectKey(Array("l".utf8)), kind: .symlink, size: 3, verdict: .skip),
  ]

  private var view: DryRunView {
    var sum = ForecastSum()
    for object in objects { sum.add(object.verdict, size: object.size) }
    return DryRunView(
      jobName: "j", objects: objects.map { DryRunEntry($0) }, sum: sum, next: [0x61, 0xFF])
  }

  @Test("a part is read back as it is written, any bytes included")
  func same() throws {
    let read = try DryRunView(json: JSONValue.read(Array(view.json.text.utf8)))
    #expect(read == view)
    #expect(
      try DryRunQuery(jobName: "j", query: [("marker", view.nextMarker)]).marker == [0x61, 0xFF])
    for (name, value) in [("marker", "%zz"), ("marker", "%00"), ("count", "5001"), ("x", "")] {
      #expect(throws: Refusal.self) {
        try DryRunQuery(jobName: "j", query: [(name, value)])
      }
    }
  }

  @Test("people get a line for each object and the sums, programs one envelope over all parts")
  func told() throws {
    var lines = DryRunTeller(time: nil)
    let text = lines.opening + lines.text(of: view) + lines.closing
    #expect(
      text == """
        copy  a b  2.0 KiB  other size
        refuse  \(objects[1].key)  NotADirectory  in the way
        skip  l  3 B
        would copy 1 (2.0 KiB), skip 1 (3 B), refuse 1

        """)
    var json = DryRunTeller(time: "now")
    let whole = json.opening + json.text(of: view) + json.text(of: view) + json.closing
    let read = try JSONFields(JSONValue.read(Array(whole.utf8)))
    #expect(try read.text("Code") == "success")
    #expect(json.sum.copies == 2 && json.sum.refusals == 2)
  }
}
