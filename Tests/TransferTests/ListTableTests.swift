import Testing

@testable import Transfer

@Suite("What rows and URLs say")
struct ListTableTests {
  @Test("a URL is asked for as it stands in the list, and what is none is told")
  func urls() {
    let cases: [(String, String)] = [
      ("http://h", "http://h/"), ("HTTP://Host:80/A%20b?x=1&y", "http://host:80/A%20b?x=1&y"),
      ("https://h?q", "https://h/?q"), (" https://h/a#part ", "https://h/a"),
      ("https%3A%2F%2Fh%2Fa%2520b", "https://h/a%20b"), ("https://h/a b\"", "https://h/a%20b%22"),
      ("https://h/\u{E4}", "https://h/%C3%A4"), ("http://[::1]:8080/x", "http://[::1]:8080/x"),
      ("https://h/../x//y/.", "https://h/../x//y/."),
      ("ftp://h/x", "! is not one of http or https"), ("h/x", "! is not one of http or https"),
      ("file:///etc/passwd", "! is not one of http or https"),
      ("", "! is not one of http or https"),
      ("http://u:p@h/", "! holds a user's name or a password"),
      ("http:///x", "! has no host that can be asked"),
      ("http://a b/x", "! has no host that can be asked"),
      ("http://h:99999/", "! has no host that can be asked"),
      ("https%3A%2", "! is not in percent-encoding: after '%' come two hex digits"),
    ]
    for (text, wanted) in cases {
      do throws(WebURL.Problem) {
        #expect(try WebURL(listed: Array(text.utf8)).text == wanted, "\(text)")
      } catch {
        #expect("! " + error.text == wanted, "\(text)")
      }
    }
  }

  @Test("an answer sends on to where it says, and to nothing but http and https")
  func locations() throws {
    let cases: [(String, String, String)] = [
      ("http://h/a/b?q", "/x", "http://h/x"), ("http://h/a/b?q", "x", "http://h/a/x"),
      ("http://h/a/b?q", "../x?y", "http://h/x?y"), ("http://h/a/b?q", "?y", "http://h/a/b?y"),
      ("http://h/a/b", "./", "http://h/a/"), ("http://h/a/b", "../../..", "http://h/"),
      ("http://h/a", "//g/x", "http://g/x"), ("http://h/a", "https://g:8/x#y", "https://g:8/x"),
      ("https://h/a", "//g/x", "https://g/x"), ("http://h/a", "", "http://h/a"),
      ("https://h/a", "http://h/a", "! has no TLS, and the one that sends there has"),
      ("http://h/a", "file:///etc/passwd", "! is not one of http or https"),
      ("http://h/a", "gopher://h/", "! is not one of http or https"),
      ("http://h/a", "http://u@h/", "! holds a user's name or a password"),
    ]
    for (from, location, wanted) in cases {
      let url = try WebURL(listed: Array(from.utf8))
      do throws(WebURL.Problem) {
        #expect(try url.following(location).text == wanted, "\(location)")
      } catch {
        #expect("! " + error.text == wanted, "\(location)")
      }
    }
  }

  @Test("the addresses of private networks are known, in all their forms")
  func networks() {
    let six = { (start: [UInt8], end: [UInt8]) -> [UInt8] in
      start + [UInt8](repeating: 0, count: 16 - start.count - end.count) + end
    }
    let closed: [[UInt8]] = [
      [127, 0, 0, 1], [10, 1, 2, 3], [172, 16, 0, 1], [172, 31, 255, 255], [192, 168, 0, 1],
      [169, 254, 169, 254], [100, 64, 0, 1], [0, 0, 0, 0], [224, 0, 0, 1], [255, 255, 255, 255],
      [198, 19, 0, 1], six([], [1]), six([], []), six([0xFE, 0x80], [1]), six([0xFC], [1]),
      six([0xFD, 1], [1]), six([0xFF, 2], [1]), six([], [0xFF, 0xFF, 127, 0, 0, 1]),
      six([], [127, 0, 0, 1]), six([0, 0x64, 0xFF, 0x9B], [10, 0, 0, 1]),
      six([0x20, 0x02, 192, 168, 0, 1], []), six([0x20, 0x01, 0, 0, 1], [1]), [], [1, 2, 3],
    ]
    for address in closed { #expect(PrivateNetwork.contains(address), "\(address)") }
    let open: [[UInt8]] = [
      [8, 8, 8, 8], [172, 15, 0, 1], [172, 32, 0, 1], [192, 167, 0, 1], [100, 63, 0, 1],
      [100, 128, 0, 1], [223, 255, 255, 255], six([0x2A, 0, 1], [1]), six([0x26, 6], [1]),
      six([], [0xFF, 0xFF, 8, 8, 8, 8]), six([0, 0x64, 0xFF, 0x9B], [8, 8, 8, 8]),
      six([0x20, 0x02, 8, 8, 8, 8], []),
    ]
    for address in open { #expect(!PrivateNetwork.contains(address), "\(address)") }
  }

  @Test("times of inventories are read in the forms that services write")
  func times() {
    let cases: [(String, Int64?)] = [
      ("2026-01-02T03:04:05.000Z", 1_767_323_045_000_000_000),
      ("2026-01-02T03:04:05Z", 1_767_323_045_000_000_000),
      ("2026-01-02T03-04-05Z", 1_767_323_045_000_000_000),
      ("2026-01-02 03:04:05", 1_767_323_045_000_000_000),
      ("2026-01-02T03:04:05.5Z", 1_767_323_045_500_000_000),
      ("1767323045", 1_767_323_045_000_000_000), ("1767323045123", 1_767_323_045_123_000_000),
      ("", nil), ("2026-01-02", nil), ("2026-13-02T03:04:05Z", nil), ("yesterday", nil),
      ("2026-01-02T03:04:05.Z", nil), ("2026-01-02T25:04:05Z", nil), ("17673230451", nil),
    ]
    for (text, wanted) in cases {
      #expect(ListedTime.nanoseconds(of: Array(text.utf8)) == wanted, "\(text)")
    }
    let headers: [(String, Int64?)] = [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777_000_000_000), ("", nil),
      ("Sun, 06 Nov 1994 08:49:37 UTC", nil), ("Sun, 31 Feb 1994 08:49:37 GMT", nil),
    ]
    for (text, wanted) in headers { #expect(HeaderTime.nanoseconds(of: text) == wanted, "\(text)") }
  }

  @Test("a line of a list of URLs is a URL and a key")
  func lines() {
    var parser = URLLineParser()
    let text = Array("http://h/a\ta%20b\nhttp://h/c d\n\nhttp://h/e\nx y z\nhttp://h/f %z".utf8)
    var position = 0
    var found: [String] = []
    while let row = parser.next(text, text.count, from: &position) ?? parser.finish() {
      let url = String(decoding: parser.about.url ?? [], as: UTF8.self)
      switch row {
      case .key(let key):
        found.append("\(parser.line) \(String(decoding: key, as: UTF8.self)) \(url)")
      case .unreadable: found.append("\(parser.line) !")
      }
    }
    #expect(found == ["1 a b http://h/a", "2 d http://h/c", "4 !", "5 !", "6 !"])
  }
}
