import Foundation
import Migration
import Store
import Testing
import TestSupport

@testable import Transfer

@Suite struct HugeSizeTests {
  @Test("sizes whose sum is more than a number holds end a run with counts, not with a trap")
  func sums() async throws {
    // Only tmpfs and a few others take files of this size; they hold no data.
    let folder = "/dev/shm/ferry-huge-\(UUID().uuidString.prefix(8))"
    mkdir(folder, 0o700)
    defer { _ = try? Tree.remove(folder) }
    let ground = try Ground(folder)
    for name in ["a", "b", "c"] {
      for side in [ground.source, ground.destination] {
        let file = open("\(side)/\(name)", O_WRONLY | O_CREAT, 0o600)
        let code = ftruncate(file, .max)
        close(file)
        guard code == 0 else { return }
      }
    }
    await #expect(processExitsWith: .success) { [folder = folder as String] in
      let ground = try Ground(folder)
      let counts = try ground.run(.never, 1)
      guard counts.copied == 3, counts.skippedBytes == .max else { exit(1) }
      exit(0)
    }
    for name in ["a", "b", "c"] { unlink("\(ground.destination)/\(name)") }
    await #expect(processExitsWith: .success) { [folder = folder as String] in
      let ground = try Ground(folder)
      // They are holes all through, which cost neither time nor room.
      let counts = try ground.run(.never, 2)
      guard counts.copied == 3, counts.copiedBytes == .max, counts.totalBytes == .max else {
        exit(2)
      }
      exit(0)
    }
  }
}
