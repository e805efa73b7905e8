import Foundation
import Glibc
import Platform
import Synchronization
import TestSupport
import Testing

@testable import Rclone

@Suite(.enabled(if: Peers.areThere, Comment(rawValue: Peers.how)))
struct RcloneServiceTests {
  private func service(_ folder: String, _ program: String? = nil) -> RcloneService {
    let program = program ?? Peers.program("rclone")
    return RcloneService(folder: "\(folder)/rclone", wish: { program })
  }

  private func client(_ service: RcloneService) -> RcloneClient {
    RcloneClient(service, stop: { false })
  }

  private func names(_ client: RcloneClient, _ folder: String) throws -> [String] {
    var names: [String] = []
    try client.list(.folder(folder), "") { (entry: RcloneEntry) in names.append(entry.name) }
    return names.sorted()
  }

  @Test("a folder is listed and its objects copied by name, whatever the names")
  func objectsAreCopiedByName() throws {
    try Scratch.with("rclone") { path in
      let (from, to) = ("\(path)/from", "\(path)/to")
      for folder in [from, to] { mkdir(folder, 0o755) }
      for name in RcloneNameTests.names {
        #expect(FileManager.default.createFile(atPath: "\(from)/\(name)", contents: Data([1])))
      }
      let service = service(path)
      defer { service.close() }
      let client = client(service)
      let listed = try names(client, from)
      #expect(
        Set(listed.compactMap { RcloneName.key($0) })
          == Set(RcloneNameTests.names.map { Array($0.utf8) }))
      let asked =
        RcloneNameTests.names.compactMap { RcloneName.standard(Array($0.utf8)) } + ["gone"]
      let results = try client.copy(
        asked, from: .folder(from), to: .folder(to), RcloneCopying(), group: "test")
      #expect(results.dropLast().allSatisfy { $0 == nil })
      #expect(results.last??.kind == .refused(status: 404))
      let found = try FileManager.default.contentsOfDirectory(atPath: to)
      #expect(Set(found) == Set(RcloneNameTests.names))
      #expect(throws: RcloneError.self) { try names(client, "\(path)/none") }
    }
  }

  @Test("neither arguments nor environment nor files hold the password")
  func nothingHoldsThePassword() throws {
    try Scratch.with("rclone") { path in
      let service = service(path)
      defer { service.close() }
      let child = try service.begin()
      defer { child.end() }
      let proof = child.door.authorization.withText { $0 } ?? ""
      for file in ["cmdline", "environ"] {
        let text = try #require(FileManager.default.contents(atPath: "/proc/\(child.pid)/\(file)"))
        #expect(!String(decoding: text, as: UTF8.self).contains(proof.dropFirst(6)))
      }
      let environment = FileManager.default.contents(atPath: "/proc/\(child.pid)/environ") ?? Data()
      #expect(!String(decoding: environment, as: UTF8.self).contains("RCLONE"))
      var facts = stat()
      #expect(stat("\(path)/rclone", &facts) == 0 && facts.st_mode & 0o777 == 0o700)
      #expect(getpgid(child.pid) == child.pid)
    }
  }

  @Test("a process that was killed is started again, and not for ever")
  func aKilledProcessIsStartedAgain() throws {
    try Scratch.with("rclone") { path in
      let service = service(path)
      defer { service.close() }
      let client = client(service)
      var last: RcloneError?
      for _ in 0..<6 where last == nil {
        do {
          _ = try names(client, path)
        } catch let error as RcloneError {
          last = error
        }
        let pid = service.pid
        guard last == nil, pid > 0 else { continue }
        kill(pid, SIGKILL)
        while kill(pid, 0) == 0 { usleep(5_000) }
      }
      #expect(last?.kind == .broken)
      #expect(last?.description.contains("signal 9") == true)
    }
  }

  @Test("what is no rclone, or an old one, is refused with the way to get a newer one")
  func anOldOneIsRefused() throws {
    try Scratch.with("rclone") { path in
      func program(_ says: String) throws -> String {
        let file = "\(path)/rclone-\(says.count)"
        try "#!/bin/sh\necho '\(says)'\n".write(toFile: file, atomically: true, encoding: .utf8)
        chmod(file, 0o755)
        return file
      }
      for (file, text) in [
        (try program("rclone v1.60.1-DEV"), "is rclone 1.60.1, which is too old"),
        (try program("hello"), "does not say which release"),
        ("\(path)/none", "is no program"),
      ] {
        let error = #expect(throws: RcloneError.self) { try service(path, file).begin() }
        #expect(error?.kind == .program)
        #expect(error?.description.contains(text) == true)
        #expect(error?.description.contains("https://rclone.org/downloads/") == true)
      }
    }
  }

  @Test("a stop ends what is being copied, and nothing is left of it")
  func aStopEndsACopy() throws {
    try Scratch.with("rclone") { path in
      let (from, to) = ("\(path)/from", "\(path)/to")
      for folder in [from, to] { mkdir(folder, 0o755) }
      #expect(
        FileManager.default.createFile(
          atPath: "\(from)/large", contents: Data(count: 8 << 20)))
      #expect(FileManager.default.createFile(atPath: "\(from)/small", contents: Data(count: 8)))
      let service = service(path)
      defer { service.close() }
      let begun = Mutex<Date?>(nil)
      let client = RcloneClient(
        service,
        stop: {
          begun.withLock { $0.map { Date().timeIntervalSince($0) > 0.5 } ?? false }
        })
      _ = try names(client, from)
      begun.withLock { $0 = Date() }
      var copying = RcloneCopying()
      copying.concurrency = 1
      copying.bytesPerSecond = 1 << 20
      let results = try client.copy(
        ["small", "large"], from: .folder(from), to: .folder(to), copying, group: "stop")
      #expect(results[0] == nil)
      #expect(results[1]?.kind == .stopped)
      #expect(try FileManager.default.contentsOfDirectory(atPath: to) == ["small"])
    }
  }
}
