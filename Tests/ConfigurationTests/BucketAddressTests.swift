import Configuration
import Engine
import Migration
import TestSupport
import Testing

@Suite struct BucketAddressTests {
  @Test("a file of an object store says where its secret is, and holds none")
  func kept() throws {
    try Scratch.with("bucket") { folder in
      let tree = ConfigTree(folder)
      try tree.write(
        "etc/addresses.d/nas.address",
        """
        [Address]
        Type=s3
        Bucket=photos
        Prefix=2026/
        Domain=https://nas.example:9000
        PathStyle=yes
        AuthorityFile=/etc/ferry/authority.pem
        AccessId=AKID
        AccessSecretFile=/etc/ferry/secrets/nas
        """)
      try tree.write(
        "etc/addresses.d/nas.address.d/credential.conf",
        "[Address]\nAccessSecretFile=\nAccessSecretCredential=nas\n")
      try tree.write("etc/addresses.d/open.address", "[Address]\nType=gcp\nBucket=public\n")
      let wish = try tree.loader.read(now: ConfigTree.now).wish
      let places = wish.addresses.compactMap(\.location.bucket)
      #expect(
        places.map(\.text) == ["s3://photos/2026/ at https://nas.example:9000", "gcp://public/"])
      #expect(places.map(\.isPathStyle) == [true, false])
      #expect(places[0].access == .init(id: "AKID", secret: .credential("nas")))
      #expect(places[1].access == nil)
      #expect(places.map(\.authority?.text) == ["/etc/ferry/authority.pem", nil])
    }
  }

  @Test("a job that names a store that no transport reaches is refused where it names it")
  func refused() throws {
    try Scratch.with("bucket") { folder in
      let tree = ConfigTree(folder)
      try tree.writeAddresses()
      try tree.write("etc/addresses.d/nas.address", "[Address]\nType=upyun\nBucket=public\n")
      for (line, job) in [
        (2, "[Job]\nSource=nas\nDestination=target\nOverwriteMode=never\n"),
        (3, "[Job]\nSource=source\nDestination=nas\nOverwriteMode=never\n"),
      ] {
        try tree.write("etc/jobs.d/job.job", job)
        let column = line == 2 ? 8 : 13
        #expect(
          tree.mistakes()
            == "etc/jobs.d/job.job:\(line):\(column): UPYUN is not served by this version; "
            + "address 'nas' is kept, and no job can use it")
      }
    }
  }
}
