import Foundation
import Platform
import TestSupport
import Testing
import Wire

@testable import Doctor

@Suite struct DoctorTests {
  @Test("checks are told in their order, and one without an answer is a problem itself")
  func order() {
    let checks = [
      Check("one") { [FindingView(.ok, $0, "well")] },
      // As a dead mount does, until the test's process ends.
      Check("stuck", patience: 1) { _ in
        while true { sleep(60) }
      },
      Check("none") { _ in [] },
      Check("two") { [FindingView(.warning, $0, "odd"), FindingView(.problem, $0, "bad")] },
    ]
    let findings = Examination.findings(of: checks)
    #expect(
      findings.map { "\($0.check) \($0.level) \($0.what)" } == [
        "one ok well", "stuck problem no answer in 1 s", "two warning odd", "two problem bad",
      ])
  }

  @Test("a folder that is not private, not there, or another user's is told with the remedy")
  func privateFolder() throws {
    try Scratch.with("owner") { folder in
      func told(_ path: String, uid: UInt32? = geteuid()) -> [String] {
        Owner.findings(ofPrivate: path, "files", uid: uid).map { "\($0.level): \($0.remedy)" }
      }
      chmod(folder, 0o700)
      #expect(told(folder) == ["ok: "])
      chmod(folder, 0o750)
      #expect(told(folder) == ["warning: chmod 700 \(folder)"])
      #expect(
        told(folder, uid: 4_711) == [
          "problem: chown -R 4711 \(folder)", "warning: chmod 700 \(folder)",
        ])
      #expect(told(folder + "/none") == ["problem: ferryd makes it at its start"])
      #expect(Owner.findings(ofTrusted: folder, "files").isEmpty)
      #expect(Owner.findings(ofTrusted: folder + "/none", "files").isEmpty)
      chmod(folder, 0o777)
      #expect(Owner.findings(ofTrusted: folder, "files").map(\.remedy) == ["chmod o-w \(folder)"])
    }
  }

  @Test("a secret that others can read is told by its path, not by what it says")
  func secrets() throws {
    try Scratch.with("secrets") { folder in
      for (name, mode) in [("good.key", 0o600), ("bad.key", 0o644), ("README", 0o644)] {
        try Data("Secret=hush".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        chmod("\(folder)/\(name)", mode_t(mode))
      }
      let findings = Owner.findings(ofSecretsIn: folder, ending: ".key", "files")
      #expect(findings.map(\.place) == [folder + "/bad.key"])
      #expect(findings.allSatisfy { $0.level == .problem && !$0.what.contains("hush") })
      #expect(Owner.findings(ofSecretsIn: folder + "/none", ending: ".key", "files").isEmpty)
    }
  }

  @Test("what stands in the socket's place is told")
  func socket() throws {
    try Scratch.with("socket") { folder in
      let path = folder + "/s"
      func told(group: UInt32?) -> [FindingView.Level] {
        Owner.findings(ofSocket: path, "files", group: group).map(\.level)
      }
      #expect(told(group: nil) == [.problem])
      try Data().write(to: URL(fileURLWithPath: path))
      #expect(told(group: nil) == [.problem])
      unlink(path)
      let listener = try UnixSocket.listen(path: path, mode: 0o660)
      #expect(told(group: nil) == [.ok])
      #expect(told(group: getegid()) == [.ok])
      #expect(told(group: 4_711) == [.warning])
      chmod(path, 0o600)
      #expect(told(group: getegid()) == [.warning])
      _ = consume listener
    }
  }

  @Test("room is told of each folder that can be looked at")
  func space() throws {
    try Scratch.with("space") { folder in
      let findings = Space.findings(of: folder, "space", use: "the state folder")
      #expect(findings.first?.what.hasPrefix("the state folder has ") == true)
      let none = Space.findings(of: folder + "/none", "space", use: "the state folder")
      #expect(none.map(\.level) == [.problem])
    }
  }

  @Test("the release of the time zones is read from their text form")
  func zones() throws {
    try Scratch.with("zones") { folder in
      #expect(Check.zoneVersion(in: folder) == nil)
      try Data("# version 2026b\nR A 1 2".utf8).write(
        to: URL(fileURLWithPath: folder + "/tzdata.zi"))
      #expect(Check.zoneVersion(in: folder) == "2026b")
      let check = Check.zoneData(ZoneFiles(folder: folder))
      #expect(Examination.findings(of: [check]).map(\.level) == [.problem])
    }
  }

  @Test("the machine's own checks always have an answer")
  func machine() {
    for check in [Check.clock, .journal, .openFiles, .zoneData(.standard())] {
      #expect(Examination.findings(of: [check]).count == 1, "\(check.name)")
    }
  }
}
