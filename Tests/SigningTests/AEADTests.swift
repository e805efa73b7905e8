import Platform
import Testing

@testable import Signing

/// Bytes of hexadecimal digits.
private func hex(_ text: String) -> [UInt8] {
  HexText.decode(text.filter { $0 != " " && $0 != "\n" }) ?? []
}

@Suite struct AEADTests {
  private static let key = hex(
    "feffe9928665731c6d6a8f9467308308 feffe9928665731c6d6a8f9467308308")
  private static let nonce = hex("cafebabefacedbaddecaf888")
  private static let associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
  private static let plain = hex(
    """
    d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
    1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
    """)
  private static let sealed = hex(
    """
    522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
    8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
    76fc6ece0f4e1768cddf8853bb2d551b
    """)

  @Test("AES-256-GCM seals as the published cases 13, 14 and 16 do")
  func vectors() throws {
    // Source: McGrew and Viega, The Galois/Counter Mode of Operation, appendix B.
    let zeros = [UInt8](repeating: 0, count: 32)
    let cases: [(key: [UInt8], nonce: [UInt8], plain: [UInt8], bound: [UInt8], sealed: [UInt8])] = [
      (zeros, Array(zeros[..<12]), [], [], hex("530f8afbc74536b9a963b4f1c4cb738b")),
      (
        zeros, Array(zeros[..<12]), Array(zeros[..<16]), [],
        hex("cea7403d4d606b6e074ec5d3baf39d18 d0d1c8a799996bf0265b98b5d48ab919")
      ),
      (Self.key, Self.nonce, Self.plain, Self.associated, Self.sealed),
    ]
    for item in cases {
      let aead = try AEAD(key: Secret(item.key))
      let sealed = try aead.seal(Secret(item.plain), nonce: item.nonce, associated: item.bound)
      #expect(sealed == item.nonce + item.sealed)
      let opened = try aead.open(sealed, associated: item.bound)
      #expect(opened.withBytes { Array($0) } == item.plain)
    }
  }

  @Test("a value that was changed anywhere, cut, or belongs elsewhere is not opened")
  func changed() throws {
    let whole = Self.nonce + Self.sealed
    func isRefused(_ sealed: [UInt8], _ associated: [UInt8], _ key: [UInt8] = Self.key) -> Bool {
      do throws(SigningError) {
        _ = try AEAD(key: Secret(key)).open(sealed, associated: associated)
        return false
      } catch {
        return error == .notGenuine
      }
    }
    for position in whole.indices {
      var other = whole
      other[position] ^= 1 << UInt8(position % 8)
      #expect(isRefused(other, Self.associated), "byte \(position)")
    }
    for count in 0..<whole.count {
      #expect(isRefused(Array(whole[..<count]), Self.associated), "\(count) bytes")
    }
    #expect(isRefused(whole + [0], Self.associated))
    #expect(isRefused(whole, []))
    #expect(isRefused(whole, Self.associated + [0]))
    var other = Self.key
    other[31] ^= 1
    #expect(isRefused(whole, Self.associated, other))
  }

  @Test("two times the same is sealed in two ways, and a key of another length is refused")
  func nonces() throws {
    let aead = try AEAD(key: Secret(Self.key))
    let secret = Secret("the same")
    let sealed = try (0..<64).map { _ in try aead.seal(secret, associated: [1]) }
    #expect(Set(sealed.map { Array($0[..<AEAD.nonceLength]) }).count == 64)
    #expect(sealed.allSatisfy { $0.count == secret.count + AEAD.overhead })
    for count in [0, 16, 31, 33] {
      #expect(throws: SigningError.self) {
        _ = try AEAD(key: Secret([UInt8](repeating: 0, count: count)))
      }
    }
  }
}
