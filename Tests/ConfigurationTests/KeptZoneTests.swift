import Configuration
import Engine
import Migration
import TestSupport
import Testing
import Wire

@Suite struct KeptZoneTests {
  private struct Unreadable: Error, Equatable {
    var job: String
  }

  @Test("a job without TimeZone= is read in the zone in which it was made")
  func kept() throws {
    try Scratch.with("kept") { folder in
      let tree = try tree(folder)
      let reading = try tree.loader.read(now: ConfigTree.now) { name in
        name == "nightly" ? "Europe/Berlin" : nil
      }
      let zones = reading.wish.jobs.map(\.definition.schedule.timeZone)
      #expect(zones == ["Asia/Tokyo", "Europe/Berlin"])
    }
  }

  @Test("if the zone cannot be told nothing is read: the job would move to another one")
  func unreadable() throws {
    try Scratch.with("kept") { folder in
      let tree = try tree(folder)
      do throws(ConfigFailure<Unreadable>) {
        _ = try tree.loader.read(now: ConfigTree.now) { (name) throws(Unreadable) in
          if name == "nightly" { throw Unreadable(job: name) }
          return nil
        }
        Issue.record("it was read")
      } catch {
        guard case .state(let failure) = error else {
          Issue.record("the files are blamed")
          return
        }
        #expect(failure == Unreadable(job: "nightly"))
      }
    }
  }

  @Test("mistakes in the files are told beside the jobs that are there, too")
  func mistakes() throws {
    try Scratch.with("kept") { folder in
      let tree = try tree(folder)
      try tree.write("etc/jobs.d/nightly.job", ConfigTree.job("Bogus=1\n"))
      do throws(ConfigFailure<Never>) {
        _ = try tree.loader.read(now: ConfigTree.now) { _ in nil }
        Issue.record("it was read")
      } catch {
        guard case .mistakes(let errors) = error else { return }
        #expect(errors.description.hasSuffix("nightly.job:5:1: unknown key 'Bogus' in [Job]"))
      }
    }
  }
}

private func tree(_ folder: String) throws -> ConfigTree {
  let tree = ConfigTree(folder)
  try tree.writeAddresses()
  try tree.write("etc/ferryd.conf", "[Daemon]\nTimeZone=Asia/Tokyo\n")
  for name in ["nightly", "new"] {
    try tree.write(
      "etc/jobs.d/\(name).job", ConfigTree.job("[Schedule]\nStart=0 0 2 * * *\n"))
  }
  return tree
}
