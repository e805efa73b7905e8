import Calendar
import TestSupport
import Testing

@testable import HTTP
@testable import S3

/// What became of a list's text.
private func read(_ text: String, pieces: Int = .max) -> (page: S3Page, problem: String?) {
  read(Array(text.utf8), pieces: pieces)
}

/// What became of a list's bytes.
private func read(_ bytes: [UInt8], pieces: Int = .max) -> (page: S3Page, problem: String?) {
  let handler = ListHandler(reusing: S3Page())
  guard let stream = XMLStream(handler) else { return (S3Page(), "no memory") }
  var bytes = bytes[...]
  var problem: String?
  while !bytes.isEmpty, problem == nil {
    let piece = Array(bytes.prefix(pieces))
    problem = piece.withUnsafeBytes { stream.parse($0) }
    bytes = bytes.dropFirst(pieces)
  }
  problem = problem ?? stream.finish()
  if problem == nil, !handler.decode() { problem = "not encoded" }
  return (handler.takePage(), problem)
}

/// A list of keys.
private func list(_ keys: [String], _ rest: String = "") -> String {
  "<ListBucketResult>"
    + keys.map { key in
      "<Contents><Key>\(key)</Key><LastModified>2026-11-22T03:04:05.000Z</LastModified>"
        + "<Size>1</Size></Contents>"
    }.joined() + rest + "</ListBucketResult>"
}

private func texts(_ page: S3Page) -> [String] {
  page.entries.indices.map { String(decoding: page.key($0), as: UTF8.self) }
}

@Suite struct ListTests {
  /// From the documentation of ListObjectsV2, with what other services add.
  private static let second = """
    <?xml version="1.0" encoding="UTF-8"?>
    <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
      <Name>quotes</Name><Prefix>a&amp;b/</Prefix><KeyCount>2</KeyCount><MaxKeys>2</MaxKeys>
      <NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>
      <IsTruncated>true</IsTruncated>
      <Contents>
        <Key>a&amp;b/ExampleObject.txt</Key>
        <LastModified>2013-09-17T18:07:53.120Z</LastModified>
        <ETag>&quot;599bab3ed2c697f1d26842727561fd94&quot;</ETag>
        <Size>857</Size><StorageClass>REDUCED_REDUNDANCY</StorageClass>
        <Owner><ID>Key</ID><DisplayName>Size</DisplayName></Owner>
      </Contents>
      <Contents>
        <ETag>"x"</ETag><Size>5368709121</Size><Key>a&amp;b/é  \u{1F600}</Key>
        <LastModified>2013-09-17T18:07:53Z</LastModified>
      </Contents>
      <CommonPrefixes><Prefix>a&amp;b/photos/</Prefix></CommonPrefixes>
    </ListBucketResult>
    """

  @Test("a page is read whole, in whatever pieces it comes")
  func pieces() {
    for size in [1, 2, 3, 7, 64, 100_000] {
      let (page, problem) = read(Self.second, pieces: size)
      #expect(problem == nil)
      #expect(texts(page) == ["a&b/ExampleObject.txt", "a&b/é  \u{1F600}"])
      #expect(page.entries.map(\.size) == [857, 5_368_709_121])
      #expect(
        page.entries.map(\.modified) == [
          Instant(microseconds: 1_379_441_273_120_000), Instant(seconds: 1_379_441_273),
        ])
      #expect(page.tag(0) == "599bab3ed2c697f1d26842727561fd94")
      #expect(page.tag(1) == "x")
      #expect(page.storageClass(0) == "REDUCED_REDUNDANCY")
      #expect(page.storageClass(1).isEmpty)
      #expect(page.prefixes == [Array("a&b/photos/".utf8)])
      #expect(page.isTruncated)
      #expect(page.token == Array("1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=".utf8))
    }
  }

  @Test("encoded keys are decoded, wherever the page says that they are")
  func encoded() {
    let mark = "<EncodingType>url</EncodingType>"
    let keys = ["a+b%2Bc%01%FF/%e7%9b%ae"]
    let plain: [UInt8] = Array("a b+c".utf8) + [0x01, 0xFF] + Array("/目".utf8)
    #expect(read(list(keys, mark)).page.key(0) == plain)
    #expect(
      read(list(keys).replacing("<ListBucketResult>", with: "<ListBucketResult>" + mark)).page
        .key(0) == plain)
    #expect(texts(read(list(keys)).page) == keys)
    for bad in ["a%", "a%2", "a%2x"] {
      #expect(read(list([bad], mark)).problem == "not encoded")
    }
  }

  @Test("elements may have a prefix of their namespace")
  func namespaces() {
    let text = list(["a", "b"]).replacing("</", with: "</s3:").replacing("<", with: "<s3:")
      .replacing("<s3:/s3:", with: "</s3:")
    #expect(texts(read(text).page) == ["a", "b"])
  }

  @Test("what is no whole list is told")
  func broken() {
    let whole = list(["a"])
    let cases: [(text: String, problem: String)] = [
      ("", "empty"), (String(whole.dropLast(1)), "no whole XML"),
      ("<html><body>Hello</body></html>", "no list but 'html'"),
      ("{\"a\": 1}", "no whole XML"),
      ("<!DOCTYPE x [<!ENTITY a \"b\">]>" + whole, "document type"),
      (whole.replacing("<Size>1<", with: "<Size>-1<"), "a size"),
      (whole.replacing("<Size>1<", with: "<Size>9999999999999999999<"), "a size"),
      (whole.replacing("<Size>1</Size>", with: ""), "lacks"),
      (whole.replacing("2026-11-22T", with: "2026-13-22T"), "a time"),
      (whole.replacing("<Key>a", with: "<Key>"), "lacks"),
      (
        whole.replacing("a</Key>", with: String(repeating: "k", count: 70_000) + "</Key>"),
        "too long"
      ),
      (String(repeating: "<a>", count: 40), "no list"),
      ("<ListBucketResult>" + String(repeating: "<a>", count: 40), "nested too deeply"),
    ]
    for item in cases {
      #expect(read(item.text).problem?.contains(item.problem) == true, "\(item.text.prefix(80))")
    }
    for end in 1..<whole.utf8.count {
      #expect(read(String(whole.prefix(end))).problem != nil)
    }
  }
}

@Suite struct DamagedAnswerTests {
  @Test("damaged answers are lists or errors, whatever stands in them")
  func damaged() throws {
    let list = list((0..<6).map { "k/\($0)%20é" }, "<EncodingType>url</EncodingType>")
    let error =
      "<Error><Code>NoSuchKey</Code><Message>m</Message><a><b>c</b></a><Region>r</Region></Error>"
    var random = SeededRandom(seed: 11)
    var whole = 0
    for round in 0..<1_000 {
      var bytes = Array((round.isMultiple(of: 2) ? list : error).utf8)
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
        case 3...7: bytes[place] = Array("a0%+".utf8).randomElement(using: &random) ?? 0
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
        default: bytes.removeSubrange(place..<min(place + 9, bytes.count))
        }
      }
      let (page, problem) = read(bytes)
      if problem == nil {
        whole += 1
        #expect(page.entries.count <= 12)
        for index in page.entries.indices { #expect(page.key(index).count <= bytes.count) }
        var listing = S3Listing(prefix: [])
        _ = listing.accept(page)
      }
      let answer = S3Answer(
        head: HTTPHead(status: 404, lines: []), body: bytes, asked: Instant(seconds: 0))
      let subject = S3Error.Subject(action: "read", bucket: "b", key: [0x6B], host: "h")
      #expect("\(answer.error(subject))".utf8.count < 900)
    }
    // Enough of both kinds were among them.
    #expect(whole > 10 && whole < 490)
  }
}

@Suite struct ListingTests {
  private func query(_ listing: S3Listing, byToken: Bool = true) -> [String] {
    listing.query(byToken: byToken, encoded: false).map {
      "\($0.name)=\(String(decoding: $0.value, as: UTF8.self))"
    }
  }

  @Test("a list goes on by token, or by marker where the service knows no tokens")
  func goingOn() {
    let more = "<IsTruncated>true</IsTruncated>"
    var listing = S3Listing(prefix: [], after: Array("a".utf8), pageSize: 5_000)
    #expect(query(listing) == ["max-keys=1000", "prefix=", "list-type=2", "start-after=a"])
    #expect(query(listing, byToken: false) == ["max-keys=1000", "prefix=", "marker=a"])
    let token = "<NextContinuationToken>t</NextContinuationToken>"
    #expect(listing.accept(read(list(["b", "c"], more + token)).page) == nil)
    #expect(query(listing).suffix(2) == ["list-type=2", "continuation-token=t"])
    #expect(listing.accept(read(list(["d"], more)).page) == nil)
    #expect(query(listing) == ["max-keys=1000", "prefix=", "marker=d"])
    let marker = "<NextMarker>x</NextMarker>"
    #expect(listing.accept(read(list(["e"], more + marker)).page) == nil)
    #expect(query(listing).last == "marker=x")
    #expect(listing.accept(read(list(["y"])).page) == nil)
    #expect(listing.isDone)
    #expect(listing.last == Array("y".utf8))
  }

  @Test("a list that would never end, or is not in order, is an error and changes nothing")
  func loops() {
    let more = "<IsTruncated>true</IsTruncated>"
    let token = "<NextContinuationToken>t</NextContinuationToken>"
    var begun = S3Listing(prefix: Array("p".utf8))
    #expect(begun.accept(read(list(["pb", "pc"], more + token)).page) == nil)
    let cases: [(text: String, problem: String)] = [
      (list(["pd"], more + token), "repeats the mark"),
      (list(["pc", "pd"], more), "not in order"),
      (list(["pa"], more), "not in order"),
      (list(["pe", "pd"], more), "not in order"),
      (list(["pd", "pd"], more), "not in order"),
      (list(["q"], more), "does not begin"),
      (list([], more), "not where"),
    ]
    for item in cases {
      var listing = begun
      #expect(listing.accept(read(item.text).page)?.contains(item.problem) == true)
      #expect(query(listing) == query(begun))
    }
  }

  @Test("empty pages may follow one another, but not for ever")
  func emptyPages() {
    var listing = S3Listing(prefix: [])
    var pages = 0
    var problem: String?
    while problem == nil, pages < 5_000 {
      let rest = "<IsTruncated>true</IsTruncated><NextContinuationToken>\(pages)"
      problem = listing.accept(read(list([], rest + "</NextContinuationToken>")).page)
      pages += 1
    }
    #expect(problem == "page after page of it is empty")
    #expect(pages == 1_001)
  }

  @Test("common beginnings are in order too, and the first form goes on after the last of both")
  func beginnings() {
    let more = "<IsTruncated>true</IsTruncated>"
    func prefixes(_ texts: [String]) -> String {
      texts.map { "<CommonPrefixes><Prefix>\($0)</Prefix></CommonPrefixes>" }.joined()
    }
    var listing = S3Listing(prefix: [], delimiter: [0x2F])
    #expect(listing.accept(read(list(["b"], prefixes(["a/", "c/"]) + more)).page) == nil)
    #expect(query(listing, byToken: false).last == "marker=c/")
    #expect(listing.accept(read(list([], prefixes(["c/"]) + more)).page) != nil)
  }
}
