import Glibc
import Platform
import TestSupport
import Testing

@Suite struct FolderNamesTests {
  @Test("names come in the order of their bytes, without the folder itself and its parent")
  func order() throws {
    try Scratch.with("names") { folder in
      for name in ["b", "a", "ä", "B", ".hidden"] {
        close(open("\(folder)/\(name)", O_CREAT | O_WRONLY, 0o600))
      }
      let names = try FolderNames.read(folder)
      #expect(names == [".hidden", "B", "a", "b", "ä"])
    }
  }

  @Test("a folder that is not there is an error that names it")
  func missing() throws {
    try Scratch.with("names") { folder in
      let error = #expect(throws: SystemError.self) { try FolderNames.read("\(folder)/none") }
      #expect(error?.code == ENOENT)
      #expect(error?.path == "\(folder)/none")
    }
  }
}
