import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct TogetherTests {
  @Test("what is committed together is there at once for its own reader, and for others at the end")
  func visibility() throws {
    try Scratch.with("together") { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let other = try JobDatabase(reading: folder + "/ferry.db")
      try database.together { () throws(StoreFailure) in
        try database.commit([.addAddress(address("one"))])
        try database.commit([.addAddress(address("two"))])
        #expect(try database.addressCount() == 2)
        #expect(try other.addressCount() == 0)
      }
      #expect(try other.addressCount() == 2)
    }
  }

  @Test("a conflict undoes its own commit only, and all of that")
  func conflict() throws {
    try Scratch.with("together") { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      try database.together { () throws(StoreFailure) in
        try database.commit([.addAddress(address("one"))])
        do throws(StoreFailure) {
          try database.commit([.addAddress(address("two")), .addAddress(address("one"))])
          Issue.record("the name is taken")
        } catch {
          #expect(error.kind == .conflict)
        }
        try database.commit([.addAddress(address("three"))])
      }
      let names = try database.addresses(after: nil, limit: 9).map(\.name.text)
      #expect(names == ["one", "three"])
    }
  }

  @Test("what the body throws undoes all, and the next commit stands for itself")
  func thrown() throws {
    try Scratch.with("together") { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let failure = #expect(throws: StoreFailure.self) {
        try database.together { () throws(StoreFailure) in
          try database.commit([.addAddress(address("one"))])
          throw StoreFailure(.failed, "no more")
        }
      }
      #expect(failure?.message == "no more")
      #expect(try database.addressCount() == 0)
      try database.commit([.addAddress(address("two"))])
      #expect(try database.addressCount() == 1)
    }
  }
}

func address(_ name: String) -> Address {
  do {
    return Address(
      name: try Name(name, of: "address"), version: name,
      location: .local(try LocalPath("/srv/\(name)/")), origin: .api, created: Instant(seconds: 1),
      modified: Instant(seconds: 1))
  } catch {
    preconditionFailure("\(error)")
  }
}
