import Calendar
import Engine
import Migration
import SQLite
import Store
import TestSupport
import Testing

@Suite struct AddressRowTests {
  @Test("an address comes back as it was kept, wherever it is and wherever its secret is")
  func rows() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      for (number, location) in try Self.locations().enumerated() {
        let address = try Self.address("place-\(number)", location)
        try database.commit([.addAddress(address)])
        #expect(try database.address(named: address.name) == address)
        // The same row as another place.
        var other = address
        other.location = try Self.locations().reversed()[number]
        try database.commit([.updateAddress(other)])
        #expect(try database.address(named: address.name) == other)
      }
    }
  }

  @Test("a changed column of a bucket's address is found by the row's checksum")
  func damage() throws {
    try Scratch.with { folder in
      let path = folder + "/ferry.db"
      let database = try JobDatabase(writing: path)
      let location = try #require(try Self.locations().last)
      let address = try Self.address("nas", location)
      try database.commit([.addAddress(address)])
      let changes = [
        "bucket = 'other'", "region = 'other'", "domain = 'other'", "path_style = 0",
        "access_id = 'other'", "secret_source = 'file'", "secret_name = '/x/y'",
        "secret_sealed = x'00'", "secret_sealed = NULL", "type = 'oss'", "require_mount = 0",
        "mount = NULL",
      ]
      let raw = try Database(path)
      for change in changes {
        try raw.run("UPDATE address SET \(change)")
        #expect(throws: StoreFailure.self, "\(change)") {
          try database.address(named: address.name)
        }
        try database.commit([.updateAddress(address)])
        #expect(try database.address(named: address.name) == address)
      }
    }
  }

  private static func address(_ text: String, _ location: Address.Location) throws -> Address {
    Address(
      name: try Name(text, of: "address"), version: "version-" + text, location: location,
      origin: .api, tags: "a:b", created: at(1), modified: at(2),
      verification: Verification(at: at(3), problem: .init(code: "IOError", message: "gone")),
      requiresMount: true, mount: "ext4 0123456789abcdef")
  }

  private static func locations() throws -> [Address.Location] {
    let data = try LocalPath("/srv/photos/")
    let file = try LocalFile("/etc/ferry/secrets/nas")
    let kind = try #require(ServiceKind.named("cos"))
    var places: [Address.Location] = [
      .local(data), .inventory(InventoryPlace(data: data, manifest: file)),
      .bucket(BucketPlace(kind: kind, bucket: "open")),
    ]
    for secret in [.file(file), .credential("nas"), SecretSource.sealed([1, 0, 255])] {
      places.append(
        .bucket(
          BucketPlace(
            kind: kind, bucket: "photos", prefix: "2026/", region: "eu", domain: "nas:9000",
            isPathStyle: true, access: .init(id: "AK", secret: secret))))
    }
    return places
  }
}
