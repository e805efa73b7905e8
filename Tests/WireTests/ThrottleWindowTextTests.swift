import Migration
import Testing

@testable import Wire

@Suite struct ThrottleWindowTextTests {
  @Test("windows are read as people write them, and written so that they are read back")
  func windows() throws {
    for (text, shown) in [
      ("08:00-18:00 10M", "08:00-18:00 10M"), ("18:00-24:00   50M 100/s", "18:00-24:00 50M 100/s"),
      ("22:00-06:00 100/s 12MB", "22:00-06:00 96M 100/s"), ("00:00-24:00 0", "00:00-24:00 0"),
      ("23:59-00:00 0/s", "23:59-24:00 0/s"), ("01:05-01:06\t1500", "01:05-01:06 1500"),
    ] {
      let window = try ThrottleWindowText.window(text)
      #expect(ThrottleWindowText.text(window) == shown)
      #expect(try ThrottleWindowText.window(shown) == window)
    }
    let list = try ThrottleWindowText.list("08:00-18:00 10M, 18:00-24:00 5/s")
    #expect(list.map(\.start) == [480, 1_080])
  }

  @Test("what is no window is told with its reason")
  func refused() {
    for (text, reason) in [
      ("8:00-18:00 1M", "'8:00-18:00' is no stretch of the day"), ("10M", "'10M' is no stretch"),
      ("08:00-18:00", "it names no limit"), ("24:00-01:00 1M", "is no stretch of the day"),
      ("08:00-24:01 1M", "is no stretch of the day"), ("08:60-10:00 1M", "is no stretch"),
      ("08:00-08:00 1M", "it ends where it begins"), ("08:00-09:00 1M 2M", "a bandwidth twice"),
      ("08:00-09:00 1/s 2/s", "objects/s twice"), ("08:00-09:00 x", "'x' is not a bandwidth"),
      ("08:00-09:00 -1/s", "is not a whole number"), ("0a:00-09:00 1M", "is no stretch"),
      ("", "it is empty"),
    ] {
      #expect {
        _ = try ThrottleWindowText.window(text)
      } throws: { error in
        "\(error)".contains(reason)
      }
    }
    #expect {
      let list = try ThrottleWindowText.list("22:00-06:00 1M, 05:00-07:00 1M")
      _ = try ThrottleWindowText.windows(list)
    } throws: { error in
      "\(error)".contains("'05:00-07:00 1M' overlaps '22:00-06:00 1M'")
    }
  }

  @Test("requests, changes and answers carry windows and prefixes as texts")
  func wire() throws {
    let windows = try ThrottleWindowText.windows(
      try ThrottleWindowText.list("08:00-18:00 10M, 22:00-06:00 0 5/s"))
    var request = JobRequest(name: "job", source: "a1b", destination: "b1c", overwrite: .never)
    request.windows = windows
    request.filter.prefixes = [ObjectKey("a,b/"), ObjectKey([0xE9])]
    let json = request.json
    #expect(json["ThrottleWindows"] == ["08:00-18:00 10M", "22:00-06:00 0 5/s"])
    #expect(
      json["FilterRule"]?["PrefixFilters"] == ["Includes": ["Prefix": ["a\\x2cb/", "\\xe9"]]])
    #expect(try JobRequest(json: json) == request)
    var changes = JobChanges()
    changes.windows = ThrottleWindows.none
    changes.filter.prefixes = []
    #expect(try JobUpdate(json: JobUpdate.definition(changes).json) == .definition(changes))
    let update = JobUpdate.throttle(bitsPerSecond: 1, objectsPerSecond: nil, keepsWindows: true)
    #expect(try JobUpdate(json: update.json) == update)
    var view = JobView(name: "job")
    (view.windows, view.throttleIsByHand, view.limits) = (windows, true, Throttle(bitsPerSecond: 5))
    view.filter.prefixes = request.filter.prefixes
    #expect(try JobView(json: view.json) == view)
    for (field, message) in [
      (["08:00-18:00"], "ThrottleWindows: '08:00-18:00' is no window: it names no limit"),
      (["08:00-18:00 1M", "09:00-10:00 1M"], "overlaps"),
    ] as [([String], String)] {
      let body: JSONValue = ["ThrottleWindows": .array(field.map { .string($0) })]
      #expect {
        _ = try JobUpdate(json: body)
      } throws: { error in
        "\(error)".contains(message)
      }
    }
  }

  @Test("a prefix is text and bytes, and what is shown can be given back")
  func prefixes() throws {
    for (text, bytes) in [
      ("photos/", Array("photos/".utf8)), ("\\xe9\\x2F", [0xE9, 0x2F]),
      ("a\\b", Array("a\\b".utf8)),
      ("\\x5cx41", Array("\\x41".utf8)), ("\\xg1", Array("\\xg1".utf8)),
      ("Grüße", Array("Grüße".utf8)),
    ] as [(String, [UInt8])] {
      let prefix = try KeyPrefixText.prefix(text)
      #expect(prefix.bytes == bytes)
      #expect(try KeyPrefixText.list(KeyPrefixText.text(prefix)) == [prefix])
    }
    for bytes in [" a, b ", ",", " ", "\n\\", "\u{301}x"].map({ Array($0.utf8) }) + [[0xFF]] {
      let prefix = ObjectKey(bytes)
      #expect(try KeyPrefixText.list(KeyPrefixText.text(prefix)) == [prefix], "\(prefix)")
    }
    for (text, reason) in [
      ("/a", "begins with '/'"), ("a\\x00", "NUL"), ("", "is empty"),
      (String(repeating: "x", count: 1_025), "longer than 1024 bytes"),
    ] {
      #expect {
        _ = try KeyPrefixText.prefix(text)
      } throws: { error in
        "\(error)".contains(reason)
      }
    }
  }
}
