import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite struct UnixSocketTests {
  @Test("a listener is reached at its path, and knows who connected")
  func connects() throws {
    try Scratch.with("socket") { folder in
      let path = "\(folder)/s"
      let listener = try UnixSocket.listen(path: path, mode: 0o660)
      do {
        let nobody = try UnixSocket.accept(on: listener)
        let isEmpty = nobody == nil
        #expect(isEmpty)
      }
      let client = try UnixSocket.connect(path: path)
      #expect(try isReady(listener, within: 5000))
      guard let server = try UnixSocket.accept(on: listener) else {
        Issue.record("no connection")
        return
      }
      let peer = try UnixSocket.peerCredentials(of: server.raw)
      #expect(peer == PeerCredentials(uid: geteuid(), gid: getegid(), pid: getpid()))
      #expect(try UnixSocket.peerGroups(of: server.raw).sorted() == ownGroups().sorted())
      try client.write(all: Array("hello".utf8))
      var buffer = [UInt8](repeating: 0, count: 9)
      let count = buffer.withUnsafeMutableBytes { server.read(into: $0) }
      #expect(buffer.prefix(count).elementsEqual("hello".utf8))
      #expect(fcntl(server.raw, F_GETFD) & FD_CLOEXEC != 0)
      #expect(fcntl(listener.raw, F_GETFL) & O_NONBLOCK != 0)
    }
  }

  @Test("more groups than the first guess holds are all told", .enabled(if: geteuid() == 0))
  func manyGroups() async {
    await #expect(processExitsWith: .success) {
      let groups = (1000..<1200).map { gid_t($0) }
      #expect(setgroups(groups.count, groups) == 0)
      var ends: [Int32] = [0, 0]
      #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
      let told = try UnixSocket.peerGroups(of: ends[0])
      #expect(told.sorted() == groups)
    }
  }

  @Test("the path has exactly the mode that was asked for, whatever the umask is")
  func modes() throws {
    try Scratch.with("socket") { folder in
      for mode: UInt32 in [0o600, 0o660, 0o666, 0o700, 0o777] {
        let path = "\(folder)/\(String(mode, radix: 8))"
        let listener = try UnixSocket.listen(path: path, mode: mode)
        var status = stat()
        #expect(lstat(path, &status) == 0)
        #expect(status.st_mode & 0o7777 == mode)
        _ = consume listener
      }
    }
  }

  @Test("the kernel makes a socket's path with the mode of its descriptor")
  func modeAtBind() throws {
    try Scratch.with("socket") { folder in
      // What `listen` relies on instead of a umask: no moment in which the path is wider.
      let raw = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      let descriptor = FileDescriptor(owning: raw)
      #expect(fchmod(raw, 0o600) == 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      let path = "\(folder)/s"
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      let result = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(raw, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      #expect(result == 0)
      var status = stat()
      #expect(lstat(path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
      _ = consume descriptor
    }
  }

  @Test("the socket is given to a group", .enabled(if: geteuid() == 0))
  func group() throws {
    try Scratch.with("socket") { folder in
      let group = try #require(try UserDatabase.groupID(named: "daemon"))
      let listener = try UnixSocket.listen(path: "\(folder)/s", mode: 0o660, group: group)
      var status = stat()
      #expect(lstat("\(folder)/s", &status) == 0)
      #expect(status.st_gid == group && status.st_uid == geteuid())
      _ = consume listener
    }
  }

  @Test("a socket that a dead process left is replaced, anything else is left alone")
  func stale() throws {
    try Scratch.with("socket") { folder in
      let path = "\(folder)/s"
      do { _ = try UnixSocket.listen(path: path, mode: 0o600) }
      #expect(throws: SocketError.system(SystemError(ECONNREFUSED, "connect", path))) {
        _ = try UnixSocket.connect(path: path)
      }
      let listener = try UnixSocket.listen(path: path, mode: 0o600)
      _ = try UnixSocket.connect(path: path)
      _ = consume listener
      let file = "\(folder)/file"
      try AtomicFile.write([1], to: file)
      #expect(throws: SocketError.notASocket(path: file)) {
        _ = try UnixSocket.listen(path: file, mode: 0o600)
      }
      #expect(try FileText.read(file, limit: 1) == [1])
    }
  }

  @Test("a path that does not fit says how long it may be; the longest one works")
  func length() throws {
    try Scratch.with("socket") { folder in
      let room = 107 - folder.utf8.count - 1
      let longest = "\(folder)/" + String(repeating: "x", count: room)
      let listener = try UnixSocket.listen(path: longest, mode: 0o600)
      _ = try UnixSocket.connect(path: longest)
      _ = consume listener
      let tooLong = longest + "x"
      let error = SocketError.pathTooLong(path: tooLong, limit: 107)
      #expect(throws: error) { _ = try UnixSocket.listen(path: tooLong, mode: 0o600) }
      #expect(throws: error) { _ = try UnixSocket.connect(path: tooLong) }
      #expect(error.description.contains("108 bytes, and at most 107 fit"))
    }
  }
}

/// The supplementary groups of this process.
private func ownGroups() -> [gid_t] {
  var groups = [gid_t](repeating: 0, count: 1024)
  let count = getgroups(Int32(groups.count), &groups)
  return Array(groups.prefix(Int(max(count, 0))))
}
