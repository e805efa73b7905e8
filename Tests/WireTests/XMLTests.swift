import Migration
import Testing

@testable import Wire

@Suite struct XMLTests {
  private static let shape = XMLShape.fields([
    XMLShape.Field("Name"), XMLShape.Field("Count", .integer), XMLShape.Field("On", .flag),
    XMLShape.Field("List", .fields([XMLShape.Field("Item", isList: true)])),
    XMLShape.Field("Range", .fields([XMLShape.Field("From")]), isList: true),
  ])

  @Test("text is escaped so that every reader gets it back, and nothing that XML cannot have")
  func escapes() {
    let element = XMLElement("a", [XMLElement("b", text: "x<&>\"'\r\n\t\u{1}图")])
    #expect(
      element.document == #"<?xml version="1.0" encoding="utf-8"?><a><b>x&lt;&amp;&gt;"'&#13;"#
        + "\n\t\u{FFFD}图</b></a>")
  }

  @Test("an element becomes the JSON that its shape tells, empty elements nothing or empty text")
  func reading() throws {
    let element = XMLElement(
      "root",
      [
        XMLElement("On", text: " TRUE "), XMLElement("Name"), XMLElement("Count", text: "-7"),
        XMLElement(
          "List",
          [
            XMLElement("Item", text: "a"), XMLElement("Item"),
            XMLElement("Item", text: " b"),
          ]),
        XMLElement("Range"), XMLElement("Range", [XMLElement("From", text: "x")]),
        XMLElement("Other", text: "y"),
      ])
    let json = try Self.shape.json(of: element)
    #expect(json["On"] == true && json["Name"] == "" && json["Count"] == -7)
    #expect(json["List"]?["Item"] == ["a", " b"] && json["Other"] == "y")
    #expect(json["Range"] == [["From": "x"]])
    #expect(try Self.shape.json(of: XMLElement("root", [XMLElement("Count")]))["Count"] == .null)
    #expect(
      try Self.shape.json(of: XMLElement("root", [XMLElement("Count", text: "1e3")]))["Count"]
        == "1e3")
    #expect(throws: WireError.self) {
      try Self.shape.json(of: XMLElement("root", [XMLElement("List", text: "x")]))
    }
  }

  @Test("JSON becomes the shape's elements in their order, and nothing else")
  func writing() {
    let json: JSONValue = [
      "Other": 1, "Range": [["From": "x"], ["From": "y", "To": "z"]], "On": false, "Count": 5,
      "Name": .null, "List": ["Item": ["a"]],
    ]
    #expect(
      Self.shape.element("r", of: json).document.hasSuffix(
        "<r><Count>5</Count><On>false</On><List><Item>a</Item></List>"
          + "<Range><From>x</From></Range><Range><From>y</From></Range></r>"))
  }
}

@Suite struct ListenAddressTests {
  @Test("a host and a port are read; what only this machine reaches is told")
  func addresses() throws {
    let good: [(String, host: String, port: UInt16, isLoopback: Bool)] = [
      ("127.0.0.1:8443", "127.0.0.1", 8443, true), ("127.9.9.9:1", "127.9.9.9", 1, true),
      ("[::1]:8443", "::1", 8443, true), ("localhost:80", "localhost", 80, true),
      ("*:65535", "", 65535, false), (":80", "", 80, false), ("0.0.0.0:80", "0.0.0.0", 80, false),
      ("[::]:80", "::", 80, false), ("ferry.example.org:443", "ferry.example.org", 443, false),
      ("127.0.0.1.example.org:443", "127.0.0.1.example.org", 443, false),
      ("127.example.org:443", "127.example.org", 443, false),
    ]
    for (text, host, port, isLoopback) in good {
      let address = try ListenAddress(text)
      #expect((address.host, address.port) == (host, port), "\(text)")
      #expect(address.isLoopback == isLoopback, "\(text)")
      #expect(try ListenAddress(address.text) == address)
    }
    for text in ["", "8443", "host:", "host:0", "host:65536", "host:+80", "::1:80", "a b:80"] {
      #expect(throws: ValueProblem.self, "\(text)") { try ListenAddress(text) }
    }
  }

  @Test("others than this machine are answered in the clear only where that is said")
  func plain() throws {
    func problem(_ lines: String) -> String {
      do {
        let file = UnitFile(name: "ferryd.conf", bytes: Array("[Daemon]\n\(lines)\n".utf8))
        _ = try DaemonConfig([file])
        return ""
      } catch {
        return error.description
      }
    }
    #expect(problem("Listen=127.0.0.1:80") == "")
    #expect(problem("Listen=*:80").contains("TLSCertificate= and TLSKey="))
    #expect(problem("Listen=*:80\nPlainHTTP=yes") == "")
    #expect(problem("Listen=*:80\nTLSCertificate=/c\nTLSKey=/k") == "")
    #expect(problem("Listen=*:80\nTLSCertificate=/c").contains("belong together"))
    #expect(problem("Listen=*:80\nTLSCertificate=c\nTLSKey=/k").contains("absolute"))
    #expect(problem("Listen=here").contains("ferryd.conf:2:8: Listen="))
  }
}

@Suite struct AccessKeyConfigTests {
  private func mistakes(_ lines: String, name: String = "backup") -> String {
    do {
      let file = UnitFile(name: "k.key", bytes: Array("[AccessKey]\n\(lines)\n".utf8))
      _ = try AccessKeyConfig(name: name, [file])
      return ""
    } catch {
      return error.description
    }
  }

  @Test("a key has an ID, a secret in one place, and a role; a mistake tells nothing of the secret")
  func keys() {
    let good = "Id=AK\nSecret=EXAMPLE-SECRET\nRole=viewer"
    #expect(mistakes(good) == "")
    #expect(mistakes("Id=AK\nSecretFile=/etc/s\nRole=operator") == "")
    #expect(mistakes(good, name: "a b").contains("the file's name"))
    #expect(mistakes("Id=AK\nRole=viewer").contains("Secret= or SecretFile="))
    #expect(mistakes(good + "\nSecretFile=/x").contains("exclude each other"))
    #expect(mistakes("Id=AK\nSecretFile=x\nRole=viewer").contains("absolute path"))
    #expect(mistakes("Id=AK\nSecret=hunter2hunter2\nRole=veiwer").contains("did you mean 'viewer'"))
    #expect(mistakes("Secret=hunter2hunter2\nRole=admin").contains("Id= has to be given"))
    #expect(mistakes("Id=AK\nSecret=hunter2hunter2").contains("Role= has to be given"))
    let short = mistakes("Id=AK\nSecret=hunter2\nRole=viewer")
    #expect(short.contains("shorter than 12 bytes") && !short.contains("hunter2"))
  }
}
