import Calendar
import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite struct ZoneFilesTests {
  @Test("an installed zone is loaded with its rules")
  func loads() throws {
    let berlin = try ZoneFiles.standard().rules(named: "Europe/Berlin")
    #expect(berlin.name == "Europe/Berlin")
    #expect(berlin.offset(at: Instant(seconds: 1_795_275_772)) == 3600)
    #expect(berlin.offset(at: Instant(seconds: 1_782_000_000)) == 7200)
    let west = try ZoneFiles.standard().rules(named: "Etc/GMT+5")
    #expect(west.offset(at: Instant(seconds: 0)) == -18_000)
  }

  @Test("a name that could lead out of the folder is refused before any file is opened")
  func names() throws {
    let files = ZoneFiles.standard()
    let refused = [
      "", "/", "/etc/passwd", "..", "../zoneinfo/UTC", "Europe/../UTC", "Europe//Berlin", "Europe/",
      "./UTC", "UTC\0", "Europe/Berlin\n", "Europe Berlin", "tzdata.zi", "Zürich", ":UTC",
      String(repeating: "a", count: 256),
    ]
    for name in refused {
      #expect(throws: ZoneFileError.invalidName(name)) { try files.rules(named: name) }
    }
  }

  @Test("a zone that is not there, a folder and a damaged file each say so, and how to go on")
  func errors() throws {
    try Scratch.with("zones") { folder in
      let files = ZoneFiles(folder: folder)
      #expect(mkdir("\(folder)/Europe", 0o700) == 0)
      try AtomicFile.write(Array("no zone".utf8), to: "\(folder)/Bad")
      for name in ["Europe/Berln", "Europe", "Bad/Sub"] {
        let error = #expect(throws: ZoneFileError.unknown(name: name, folder: folder)) {
          try files.rules(named: name)
        }
        #expect(error?.description.contains("timedatectl list-timezones") == true)
      }
      let damaged = #expect(throws: ZoneFileError.self) { try files.rules(named: "Bad") }
      guard case .damaged = damaged else {
        Issue.record("not damaged: \(String(describing: damaged))")
        return
      }
    }
  }

  @Test("UTC is there on a machine without zone files")
  func utc() throws {
    #expect(try ZoneFiles(folder: "/nowhere").rules(named: "UTC") == .utc)
  }

  @Test("every installed zone is loaded")
  func all() throws {
    let files = ZoneFiles.standard()
    let table = try FileText.read("\(files.folder)/tzdata.zi", limit: 1 << 20)
    var names: Set<String> = []
    for line in String(decoding: table, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.first == "Z" { names.insert(String(words[1])) }
      if words.first == "L" { names.insert(String(words[2])) }
    }
    #expect(names.count > 400)
    for name in names {
      do {
        #expect(try files.rules(named: name).name == name)
      } catch ZoneFileError.unknown {
        // The table has old names that Debian ships in a package of their own.
      }
    }
  }

  @Test("the server's zone is that of TZ, of the link, of the file, else UTC")
  func server() throws {
    try Scratch.with("etc") { etc in
      let files = ZoneFiles(folder: ZoneFiles.standard().folder, etc: etc)
      #expect(files.serverZoneName(variable: nil) == "UTC")
      try AtomicFile.write(Array("Asia/Tokyo\n".utf8), to: "\(etc)/timezone")
      #expect(files.serverZoneName(variable: nil) == "Asia/Tokyo")

      let targets = [
        "/usr/share/zoneinfo/Europe/Berlin": "Europe/Berlin",
        "../usr/share/zoneinfo/America/Argentina/Ushuaia": "America/Argentina/Ushuaia",
        "/usr/lib/zoneinfo/posix/Europe/Paris": "Europe/Paris",
        "/usr/share/zoneinfo/Europe/Nowhere": "Asia/Tokyo",
        "/somewhere/else": "Asia/Tokyo",
      ]
      for (target, expected) in targets {
        #expect(symlink(target, "\(etc)/localtime") == 0)
        #expect(files.serverZoneName(variable: nil) == expected)
        #expect(unlink("\(etc)/localtime") == 0)
      }

      let variables = [
        "Europe/Rome": "Europe/Rome", ":Europe/Rome": "Europe/Rome", "": "UTC",
        "/usr/share/zoneinfo/Europe/Rome": "Europe/Rome", ":/etc/passwd": "Asia/Tokyo",
        "CET-1CEST,M3.5.0,M10.5.0/3": "Asia/Tokyo", "../../etc/passwd": "Asia/Tokyo",
      ]
      for (variable, expected) in variables {
        #expect(files.serverZoneName(variable: variable) == expected, "TZ=\(variable)")
      }

      // A link to a link into the folder of zones.
      #expect(symlink("/usr/share/zoneinfo/Europe/Oslo", "\(etc)/zone") == 0)
      #expect(symlink("\(etc)/zone", "\(etc)/localtime") == 0)
      #expect(files.serverZoneName(variable: nil) != "Asia/Tokyo")
    }
  }

  @Test("this machine has a server zone that can be loaded")
  func real() throws {
    let files = ZoneFiles.standard()
    _ = try files.rules(named: files.serverZoneName())
  }
}
