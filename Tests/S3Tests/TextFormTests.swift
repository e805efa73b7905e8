import Codecs
import Calendar
import Testing

@testable import S3

@Suite struct TextFormTests {
  @Test("the time of a change is written as rclone writes it, and read back exactly")
  func modified() {
    let cases: [(nanoseconds: Int64, text: String)] = [
      (0, "0"), (1_700_000_000_123_456_789, "1700000000.123456789"),
      (1_700_000_000_000_000_000, "1700000000"), (1_700_000_000_500_000_000, "1700000000.5"),
      (1, "0.000000001"), (1_000, "0.000001"), (-1, "-0.000000001"), (-1_500_000_000, "-1.5"),
      (.max, "9223372036.854775807"), (.min + 1, "-9223372036.854775807"),
    ]
    for item in cases {
      #expect(ModifiedText.text(of: item.nanoseconds) == item.text)
      #expect(ModifiedText.nanoseconds(of: item.text) == item.nanoseconds)
    }
    #expect(ModifiedText.nanoseconds(of: "1.1234567891") == 1_123_456_789)
    for bad in ["", ".", "1.", "-", "1.x", "x", "1 ", "+1", "99999999999", "1e9", "1.2.3", "--1"] {
      #expect(ModifiedText.nanoseconds(of: bad) == nil, "\(bad)")
    }
  }

  @Test("times of lists and headers are read")
  func times() {
    let iso: [(text: String, micros: Int64?)] = [
      ("2009-10-12T17:50:30.000Z", 1_255_369_830_000_000),
      ("2009-10-12T17:50:30Z", 1_255_369_830_000_000),
      ("2009-10-12T17:50:30.123456789Z", 1_255_369_830_123_456),
      ("1969-12-31T23:59:59.5Z", -500_000), ("2000-02-29T00:00:00Z", 951_782_400_000_000),
      ("2001-02-29T00:00:00Z", nil), ("2009-10-12 17:50:30Z", nil), ("2009-10-12T17:50:30", nil),
      ("2009-10-12T24:50:30Z", nil), ("2009-10-12T17:50:30.Z", nil), ("", nil),
    ]
    for item in iso {
      #expect(TimeText.instant(ofISO: Array(item.text.utf8))?.microseconds == item.micros)
    }
    #expect(
      TimeText.instant(ofHeader: "Wed, 12 Oct 2009 17:50:30 GMT") == Instant(seconds: 1_255_369_830)
    )
    for bad in ["", "Wed, 12 Oct 2009 17:50:30 CET", "Wed, 12 Okt 2009 17:50:30 GMT"] {
      #expect(TimeText.instant(ofHeader: bad) == nil)
    }
    #expect(TimeText.text(of: Instant(seconds: -1)) == "1969-12-31 23:59:59 UTC")
  }

  @Test("the content's type follows the key's ending")
  func contentTypes() {
    let cases = [
      ("a/b.JPG", "image/jpeg"), ("x.tar.gz", "application/gzip"), (".txt", ContentType.unknown),
      ("a.txt/b", ContentType.unknown), ("", ContentType.unknown), ("a.", ContentType.unknown),
      ("a.unheardof", ContentType.unknown), ("index.html", "text/html"),
    ]
    for (key, type) in cases { #expect(ContentType.ofKey(Array(key.utf8)) == type, "\(key)") }
    #expect(ContentType.ofKey([0x2E, 0xFF, 0xFE]) == ContentType.unknown)
  }

  @Test("Base64 is that of RFC 4648")
  func base64() {
    let cases = [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ]
    for (text, encoded) in cases { #expect(Base64.text(of: Array(text.utf8)) == encoded) }
  }
}
