import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite struct IdentityTests {
  @Test("the boot's identity is a UUID and stays the same")
  func boot() throws {
    let identity = try BootIdentity.current()
    #expect(identity.description.utf8.count == 36)
    #expect(try BootIdentity.current() == identity)
    #expect(BootIdentity(identity.description) == identity)
  }

  @Test("random bytes come in the number asked for, and differ")
  func randomBytes() throws {
    for count in [0, 1, 16, 255, 256, 257, 1 << 20] {
      #expect(try RandomBytes.make(count: count).count == count)
    }
    #expect(try RandomBytes.make(count: 16) != RandomBytes.make(count: 16))
  }

  @Test("hexadecimal text is read back, in either case; anything else is refused")
  func hex() {
    var random = SeededRandom(seed: 11)
    for size in 0..<40 {
      let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
      let text = HexText.encode(bytes)
      #expect(HexText.decode(text) == bytes)
      #expect(HexText.decode(text.uppercased()) == bytes)
    }
    #expect(HexText.encode([0, 10, 255]) == "000aff")
    for text in ["0", "0g", "0x00", " 00", "00 ", "éé"] { #expect(HexText.decode(text) == nil) }
  }

  @Test("UUIDs carry their version and variant in the right places")
  func uuid() throws {
    var random = SeededRandom(seed: 3)
    var seen: Set<String> = []
    for _ in 0..<1000 {
      let text = UUIDText.random(using: &random)
      seen.insert(text)
      let groups = text.split(separator: "-", omittingEmptySubsequences: false)
      #expect(groups.map(\.utf8.count) == [8, 4, 4, 4, 12])
      #expect(groups[2].first == "4")
      #expect("89ab".contains(try #require(groups[3].first)))
      #expect(HexText.decode(groups.joined()) != nil)
    }
    #expect(seen.count == 1000)
    #expect(UUIDText.random() != UUIDText.random())
  }

  @Test("the folders follow the environment, then the home folder")
  func folders() {
    let plain = user(home: "/home/a", [:])
    #expect(plain.configurationFolder == "/home/a/.config/ferry")
    #expect(plain.stateFolder == "/home/a/.local/state/ferry")
    #expect(plain.runtimeFolder == nil)
    #expect(!plain.isRoot)
    let set = user(
      home: "/home/a",
      ["XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s", "XDG_RUNTIME_DIR": "/r"])
    #expect(set.configurationFolder == "/c/ferry")
    #expect(set.stateFolder == "/s/ferry")
    #expect(set.runtimeFolder == "/r/ferry")
    let relative = user(home: nil, ["XDG_CONFIG_HOME": "c", "HOME": "/h", "XDG_STATE_HOME": ""])
    #expect(relative.configurationFolder == "/h/.config/ferry")
    #expect(relative.stateFolder == "/h/.local/state/ferry")
    #expect(user(home: nil, [:]).configurationFolder == nil)
    // The specification speaks of $HOME; the user database only stands in for it.
    #expect(user(home: "/nonexistent", ["HOME": "/h"]).stateFolder == "/h/.local/state/ferry")
    #expect(user(home: "/home/a", ["HOME": "h"]).stateFolder == "/home/a/.local/state/ferry")
  }

  @Test("this process's user is found, and a group by its name")
  func database() throws {
    let user = try ProcessUser.current()
    #expect(user.uid == getuid() && user.effectiveUID == geteuid())
    #expect(user.isRoot == (geteuid() == 0))
    #expect(try UserDatabase.groupID(named: "root") == 0)
    #expect(try UserDatabase.userID(named: "root") == 0)
    #expect(try UserDatabase.home(of: 0) == "/root")
    #expect(try UserDatabase.groupID(named: "no-such-group-here") == nil)
    #expect(try UserDatabase.userID(named: "") == nil)
    #expect(try UserDatabase.home(of: 4_000_000_001) == nil)
  }
}

/// A user whom no login session knows, with an environment.
private func user(home: String?, _ environment: [String: String]) -> ProcessUser {
  ProcessUser(
    uid: 4_000_000_001, effectiveUID: 4_000_000_001, passwdHome: home
  ) { environment[$0] }
}
