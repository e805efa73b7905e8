import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: System.isRoot, System.needsRoot),
  .daemonLog, .serialized)
struct LostDiskTests {
  /// What happens to a disk in the middle of a run, and how it is mended.
  enum Trouble: String, CaseIterable {
    case destinationReadOnly = "destination mounted read-only"
    case destinationUnmounted = "destination unmounted"
    case sourceUnmounted = "source unmounted"
    case destinationFailed = "destination's disk failed"
    case sourceMountedOver = "source mounted over"

    /// The kind of the disk in trouble, the other one is an ext4.
    var kind: Disk.Kind { self == .destinationFailed ? .xfs : .ext4 }

    var isOfSource: Bool { self == .sourceUnmounted || self == .sourceMountedOver }

    /// What the run's owner is told.
    var word: String {
      switch self {
      case .destinationReadOnly: "Read-only file system"
      case .destinationUnmounted, .sourceUnmounted, .sourceMountedOver: "is not there any more"
      case .destinationFailed: "Input/output error"
      }
    }
  }

  @Test(
    "a disk that goes in the middle stops the run with a word; when it is back a start ends it right",
    arguments: Trouble.allCases)
  func lost(trouble: Trouble) throws {
    try DaemonFixture.with("lost") { fixture in
      guard Set([.ext4, trouble.kind]).isSubset(of: Disk.kinds(fixture)) else { return }
      let source = try Disk(.ext4, at: fixture.folder + "/source", fixture)
      let destination = try Disk(
        trouble.isOfSource ? .ext4 : trouble.kind, at: fixture.folder + "/destination", fixture)
      let disk = trouble.isOfSource ? source : destination
      rmdir(source.path + "/lost+found")
      rmdir(destination.path + "/lost+found")
      try fixture.makePair("[Throttle]\nMaxQPS=2500")
      for number in 0..<4_000 {
        try Tree.write(
          source.path, Array("d\(number % 31)/f\(number)".utf8), Array("\(number)".utf8))
      }
      try fixture.start()
      try fixture.done("start-job", "job")
      #expect(try eventually(10) { try fixture.newest()["CopiedCount"].number > 300 })
      try make(trouble, disk, fixture)
      #expect(try fixture.wait(for: "SUSPEND", seconds: 10), "\(trouble)")
      let attention = try fixture.ferry("get-job", "job", "--json").data["Attention"].text
      #expect(attention.contains(trouble.word), "\(attention)")
      #expect(attention.contains(disk.path), "\(attention)")
      #expect(attention.contains("start the job to go on"), "\(attention)")
      let stopped = try fixture.newest()
      #expect(stopped["FailedCount"].number == 0, "\(trouble)")
      #expect(stopped["CopiedCount"].number < 4_000, "\(trouble)")
      if trouble != .destinationReadOnly, trouble != .destinationFailed {
        // Nothing of it holds the disk any more, and what is under the mount is not taken for it.
        #expect(try fixture.ferry("start-job", "job", "--wait").status == 1)
        #expect(try fixture.status() == "SUSPEND", "\(trouble)")
      }
      try mend(trouble, disk, fixture)
      try fixture.done("update-qos", "job", "--max-bandwidth=0", "--max-qps=0")
      try fixture.done("start-job", "job", "--wait")
      let end = try fixture.newest()
      #expect(end["Status"].text == "IMPORT_JOB_FINISHED")
      #expect(end["RuntimeId"].text == "1")
      #expect(end["TotalCount"].number == 4_031)
      #expect(end["CopiedCount"].number == 4_031)
      #expect(end["FailedCount"].number == 0)
      #expect(try fixture.diff() == "")
      #expect(try Tree.temporaries(destination.path) == [])
      #expect(fixture.stop() == 0)
    }
  }

  private func make(_ trouble: Trouble, _ disk: Disk, _ fixture: DaemonFixture) throws {
    switch trouble {
    case .destinationReadOnly: #expect(try disk.remount("ro"))
    case .destinationUnmounted, .sourceUnmounted: try disk.unmount()
    case .sourceMountedOver:
      try fixture.run(["/usr/bin/mount", "-t", "tmpfs", "ferry-test", disk.path])
    case .destinationFailed:
      let said = try fixture.run(["/usr/bin/env", "xfs_io", "-x", "-c", "shutdown", disk.path])
      #expect(said.status == 0, "\(said)")
    }
  }

  private func mend(_ trouble: Trouble, _ disk: Disk, _ fixture: DaemonFixture) throws {
    switch trouble {
    case .destinationReadOnly: #expect(try disk.remount("rw"))
    case .destinationUnmounted, .sourceUnmounted: try disk.mount()
    case .sourceMountedOver: try fixture.run(["/usr/bin/umount", "-l", disk.path])
    case .destinationFailed:
      try disk.unmount()
      try disk.mount()
    }
  }

  @Test("a file system in a folder that is unmounted in the middle stops the run with a word")
  func lostBelow() throws {
    try DaemonFixture.with("below") { fixture in
      let disk = try Disk(.tmpfs, at: fixture.folder + "/source/z/disk", fixture)
      try fixture.makePair("[Throttle]\nMaxQPS=500")
      for number in 0..<1_500 {
        let folder = number % 2 == 0 ? "a" : "z/disk"
        try Tree.write(fixture.folder + "/source", Array("\(folder)/f\(number)".utf8), [1])
      }
      try fixture.start()
      try fixture.done("start-job", "job")
      #expect(try eventually(10) { try fixture.newest()["CopiedCount"].number > 100 })
      let aside = try Disk(.tmpfs, at: fixture.folder + "/source/a/unrelated", fixture)
      try aside.unmount()
      try disk.unmount()
      #expect(try fixture.wait(for: "SUSPEND", seconds: 10))
      let attention = try fixture.ferry("get-job", "job", "--json").data["Attention"].text
      #expect(attention.contains("The file system on \(disk.path), in the source"), "\(attention)")
      #expect(try fixture.newest()["FailedCount"].number == 0)
      #expect(fixture.stop() == 0)
    }
  }

  @Test("a destination that is mounted read-only is told before anything is copied")
  func readOnly() throws {
    try DaemonFixture.with("readonly") { fixture in
      let disk = try Disk(
        .tmpfs, at: fixture.folder + "/destination", mounting: ["ro"], fixture)
      try fixture.makePair()
      try Tree.write(fixture.folder + "/source", Array("one".utf8), [1])
      try fixture.start()
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 1)
      let attention = try fixture.ferry("get-job", "job", "--json").data["Attention"].text
      #expect(attention.contains("is mounted read-only"), "\(attention)")
      #expect(attention.contains(disk.path), "\(attention)")
      #expect(try disk.remount("rw"))
      try fixture.done("start-job", "job", "--wait")
      #expect(try fixture.newest()["CopiedCount"].number == 1)
      fixture.kill()
    }
  }

  @Test("a folder that holds itself by a bind mount fails by itself; loops of links are links")
  func loops() throws {
    try DaemonFixture.with("loops") { fixture in
      let disk = try Disk(.tmpfs, at: fixture.folder + "/source", fixture)
      try fixture.makePair()
      try Tree.write(disk.path, Array("a/b/one".utf8), [1])
      try Tree.write(disk.path, Array("a/b/loop/under".utf8), [2])
      try Tree.write(disk.path, Array("a/c/two".utf8), [3])
      try Tree.link(disk.path, "a/b/up", to: "..")
      try Tree.link(disk.path, "a/root", to: disk.path)
      let loop = disk.path + "/a/b/loop"
      try fixture.run(["/usr/bin/mount", "--bind", disk.path + "/a", loop])
      defer { _ = try? fixture.run(["/usr/bin/umount", "-l", loop]) }
      try fixture.start()
      #expect(try fixture.ferry("start-job", "job", "--wait").status == 2)
      let end = try fixture.newest()
      #expect(end["Status"].text == "IMPORT_JOB_FINISHED")
      #expect(end["FailedCount"].number == 1)
      let failed = try fixture.ferry("failed", "job")
      #expect(failed.out.contains("FolderLoop"), "\(failed)")
      #expect(failed.out.contains("a/b/loop/"), "\(failed)")
      let copy = try Tree.read(fixture.folder + "/destination").keys.map {
        String(decoding: $0, as: UTF8.self)
      }
      #expect(
        copy.sorted() == ["a/", "a/b/", "a/b/one", "a/b/up", "a/c/", "a/c/two", "a/root"])
      try fixture.run(["/usr/bin/umount", loop])
      try fixture.done("start-job", "job", "--wait")
      #expect(try fixture.diff() == "")
      fixture.kill()
    }
  }
}
