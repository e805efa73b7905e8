import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: System.isRoot, System.needsRoot),
  .daemonLog, .serialized)
struct RequireMountTests {
  @Test("an address that requires its mount does not run without it, nor on another disk")
  func destination() throws {
    try DaemonFixture.with("mount") { fixture in
      guard Disk.kinds(fixture).contains(.ext4) else { return }
      // Something is mounted below, so that the fixture's own folder is on none of its own.
      let ground = "/var/tmp/ferry-mount-\(getpid())"
      try FileManager.default.createDirectory(
        atPath: ground, withIntermediateDirectories: true)
      defer { _ = try? fixture.run(["/bin/rm", "-rf", ground]) }
      try fixture.makePair()
      try Texts.write(
        "[Address]\nType=local\nPrefix=\(ground)/disk/copy/\nRequireMount=yes\n",
        to: fixture.etc + "/addresses.d/dst.address")
      try Tree.write(fixture.folder + "/source", Array("one".utf8), [1])
      let other = try Disk(.ext4, at: ground + "/disk", fixture)
      try other.unmount()
      try fixture.start()

      #expect(try attention(fixture).contains("lies on the file system of /"))
      #expect(access(ground + "/disk/copy", F_OK) != 0, "it was made underneath")
      let looked = try fixture.ferry("verify-address", "dst", "--json").data
      #expect(looked["ErrorCode"].text == "NotMounted", "\(looked)")

      let disk = try Disk(.ext4, at: ground + "/disk", fixture)
      try fixture.done("start-job", "job", "--wait")
      #expect(access(ground + "/disk/copy/one", F_OK) == 0)
      let known = try fixture.ferry("get-address", "dst", "--json").data["AddressDetail"]
      #expect(known["RequireMount"].number == 1, "\(known)")
      #expect(known["Mount"].text.hasPrefix("ext4 "), "\(known)")

      // The same disk again is the same, whatever its device is called now.
      try disk.unmount()
      try disk.mount()
      try fixture.done("start-job", "job", "--wait")
      try disk.unmount()
      try other.mount()
      #expect(try attention(fixture).contains("another file system"))
      #expect(access(ground + "/disk/copy", F_OK) != 0)
      mkdir(ground + "/disk/copy", 0o755)
      try fixture.done("verify-address", "dst")
      try fixture.done("start-job", "job", "--wait")
      #expect(access(ground + "/disk/copy/one", F_OK) == 0)
      #expect(fixture.stop() == 0)
    }
  }

  @Test("the flag and the field require a mount too, and object stores have none")
  func requests() throws {
    try DaemonFixture.with("flag") { fixture in
      try fixture.start()
      try fixture.done(
        "create-address", "disk", "--address-type=local", "--prefix=/srv/x/", "--require-mount")
      let told = try fixture.ferry("get-address", "disk", "--json").data["AddressDetail"]
      #expect(told["RequireMount"].number == 1, "\(told)")
      #expect(try fixture.ferry("get-address", "disk").out.contains("RequireMount"))
      let refused = try fixture.ferry(
        "create-address", "store", "--address-type=s3", "--bucket=photos", "--region-id=eu",
        "--require-mount")
      #expect(refused.err.contains("RequireMount: does not go with type 's3'"), "\(refused)")
      fixture.kill()
    }
  }

  /// Starts the job, which is not to begin.
  private func attention(_ fixture: DaemonFixture) throws -> String {
    #expect(try fixture.ferry("start-job", "job", "--wait").status == 1)
    return try fixture.ferry("get-job", "job", "--json").data["Attention"].text
  }
}
