import Platform
import Testing

@Suite struct MountTableTests {
  @Test("a table is read with its optional fields and escaped names; nonsense is passed over")
  func reading() throws {
    let text = #"""
      36 35 98:0 /mnt1 /mnt\0402\134x rw,noatime master:1 propagate_from:2 - ext3 /dev/root ro,errors=continue
      37 36 0:5 / / ro - tmpfs tmpfs rw
      38 36
      39 36 0:5 / /a rw - tmpfs

      """#
    let table = MountTable(Array(text.utf8))
    #expect(table.mounts.count == 2)
    let first = try #require(table.mounts.first)
    #expect(first.root == "/mnt1")
    #expect(first.place == #"/mnt 2\x"#)
    #expect(first.fileSystem == "ext3")
    #expect(first.device == "98:0" && first.source == "/dev/root")
    #expect(!first.isReadOnly)
    #expect(first.isWhollyReadOnly)
    #expect(table.mounts.last?.isReadOnly == true)
  }

  @Test("a path lies on the deepest mount above it, and there on the last one")
  func lookup() {
    let text = """
      1 0 0:1 / / rw - ext4 a rw
      2 1 0:2 /old /mnt rw - ext4 b rw
      3 1 0:3 /new /mnt rw - ext4 c rw
      4 3 0:4 / /mnt/deep rw - ext4 d rw
      """
    let table = MountTable(Array(text.utf8))
    for (path, root) in [
      ("/mnt", "/new"), ("/mnt/x", "/new"), ("/mntx", "/"), ("/mnt/deep/er", "/"), ("/", "/"),
    ] {
      #expect(table.mount(of: path)?.root == root, "\(path)")
    }
    #expect(table.mount(of: "/mnt/deep/er")?.place == "/mnt/deep")
    #expect(MountTable([]).mount(of: "/") == nil)
    #expect(MountTable.current().mount(of: "/")?.place == "/")
  }
}
