import TestSupport
import Testing

@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: Peers.areThere, "\(Peers.how)"),
  .daemonLog)
struct BucketClassTests {
  @Test("objects are stored in the class that a job names, and keep theirs where it says so")
  func classes() throws {
    try DaemonFixture.with("classes") { fixture in
      let stores = try Stores(fixture)
      try fixture.makePair()
      try Tree.write(fixture.folder + "/source", Array("a".utf8), [1, 2, 3])
      for place in ["kept", "usual"] {
        try stores.writeAddress(fixture, place, stores.loose, prefix: place + "/")
      }
      // By hand, read again, so that the service does not copy by itself.
      try stores.writeAddress(fixture, "reread", stores.loose, prefix: "reread/")
      for (job, from, to, more) in [
        ("there", "src", "loose", "TargetStorageClass=IA"),
        ("kept", "loose", "kept", "WithStorageClass=yes"),
        ("usual", "loose", "usual", ""),
        ("reread", "loose", "reread", "WithStorageClass=yes\nVerify=checksum"),
      ] {
        try Texts.write(
          "[Job]\nSource=\(from)\nDestination=\(to)\nOverwriteMode=never\n\(more)\n"
            + "[Retry]\nAuto=no\n",
          to: "\(fixture.etc)/jobs.d/\(job).job")
      }
      try fixture.start()
      for job in ["there", "kept", "usual", "reread"] {
        #expect(try fixture.ended(job).moved == 1, "\(job)")
      }
      let said = try stores.python(
        """
        for name in ["in", "kept", "usual", "reread"]:
          print(s3.head_object(Bucket=bucket, Key=name + "/a").get("StorageClass", "STANDARD"))
        """)
      #expect(
        said.split(separator: "\n") == ["STANDARD_IA", "STANDARD_IA", "STANDARD", "STANDARD_IA"])
    }
  }

  @Test("who asks for a class where there is none is warned")
  func idle() throws {
    try DaemonFixture.with("idle") { fixture in
      try fixture.makePair()
      try fixture.start()
      let said = try fixture.ferry(
        "create-job", "idle", "--src-address=src", "--dest-address=dst", "--overwrite-mode=never",
        "--target-storage-class=IA", "--with-storage-class")
      #expect(said.status == 0)
      #expect(said.err.contains("the storage class IA has no effect: 'dst' is no bucket"))
      #expect(said.err.contains("storage classes are not kept"))
      let job = try fixture.ferry("get-job", "idle", "--json")
      #expect(job.out.contains(#""TargetStorageClass":"IA","WithStorageClass":true"#), "\(job)")
    }
  }
}
