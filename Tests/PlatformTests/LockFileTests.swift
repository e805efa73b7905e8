import Glibc
import Platform
import TestSupport
import Testing

@Suite struct LockFileTests {
  @Test("the second one is told who holds the lock, and gets it when the first lets go")
  func exclusive() throws {
    try Scratch.with("lock") { folder in
      let path = "\(folder)/lock"
      do {
        let first = try LockFile(path: path)
        let text = try FileText.read(path, limit: 100)
        #expect(String(decoding: text, as: UTF8.self) == "\(getpid())\n")
        let error = #expect(throws: LockError.self) { _ = try LockFile(path: path) }
        #expect(error == .busy(path: path, holder: getpid()))
        #expect(error?.description.contains("process \(getpid())") == true)
        _ = consume first
      }
      _ = try LockFile(path: path)
      #expect(try FileText.read(path, limit: 100).isEmpty == false, "the file itself stays")
    }
  }

  @Test("a pid of a dead holder, longer than ours or not a number, is written over")
  func stale() throws {
    try Scratch.with("lock") { folder in
      let path = "\(folder)/lock"
      try AtomicFile.write(Array("99999999999999999999 what\nmore".utf8), to: path)
      let lock = try LockFile(path: path)
      #expect(try FileText.read(path, limit: 100) == Array("\(getpid())\n".utf8))
      _ = consume lock
    }
  }

  @Test("a holder that wrote no pid is told without one")
  func unknownHolder() throws {
    try Scratch.with("lock") { folder in
      let path = "\(folder)/lock"
      let raw = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      #expect(flock(raw, LOCK_EX) == 0)
      #expect(throws: LockError.busy(path: path, holder: nil)) { _ = try LockFile(path: path) }
      close(raw)
      _ = try LockFile(path: path)
    }
  }

  @Test("a link in the lock's place, and a folder that is not there, are errors of the system")
  func refused() throws {
    try Scratch.with("lock") { folder in
      symlink("/etc/passwd", "\(folder)/link")
      #expect(throws: LockError.system(SystemError(ELOOP, "open", "\(folder)/link"))) {
        _ = try LockFile(path: "\(folder)/link")
      }
      #expect(throws: LockError.system(SystemError(ENOENT, "open", "\(folder)/no/lock"))) {
        _ = try LockFile(path: "\(folder)/no/lock")
      }
    }
  }
}
