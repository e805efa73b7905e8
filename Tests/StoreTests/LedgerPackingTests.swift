import Migration
import Store
import Testing
import TestSupport

@Suite struct LedgerPackingTests {
  @Test("keys and facts of any shape come back as they went in")
  func roundTrip() throws {
    var random = SeededRandom(seed: 7)
    var objects: [(key: [UInt8], facts: ObjectFacts)] = []
    for _ in 0..<500 {
      let key = (0..<Int.random(in: 1...60, using: &random)).map { _ in
        UInt8.random(in: 97...99, using: &random)
      }
      let facts = ObjectFacts(
        kind: [.file, .folder, .symlink].randomElement(using: &random) ?? .file,
        size: Int64.random(in: 0 ... .max, using: &random)
          >> Int64.random(in: 0...62, using: &random),
        modified: Int64.random(in: .min ... .max, using: &random),
        mode: UInt32.random(in: 0...0o7777, using: &random))
      objects.append((key, facts))
    }
    objects.append((Array("zz".utf8) + [0xFF, 0xC3, 0x28], objects[0].facts))
    objects.append((Array(repeating: 122, count: 70_000), objects[1].facts))
    objects.sort { $0.key.lexicographicallyPrecedes($1.key) }

    var packer = ObjectPacker()
    for object in objects { packer.append(key: object.key, object.facts) }
    let batch = packer.finish()
    #expect(batch.objects == Int64(objects.count))
    var unpacker = try ObjectUnpacker(batch.packed)
    for object in objects {
      #expect(try unpacker.next())
      #expect(unpacker.key == object.key)
      #expect(unpacker.facts == object.facts)
    }
    #expect(try !unpacker.next())
    #expect(packer.objects == 0)
  }

  @Test("a blob that is cut or has any bit changed is refused")
  func damaged() throws {
    var packer = ObjectPacker()
    for name in ["a/", "a/b", "a/c"] {
      packer.append(
        key: Array(name.utf8), ObjectFacts(kind: .file, size: 300, modified: 1, mode: 0o644))
    }
    let sound = packer.finish().packed
    for count in 0..<sound.count {
      #expect(throws: LedgerError.self) { _ = try ObjectUnpacker(Array(sound[..<count])) }
    }
    for bit in 0..<sound.count * 8 {
      var bytes = sound
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let error = #expect(throws: LedgerError.self) { _ = try ObjectUnpacker(bytes) }
      #expect(error?.isBroken == true)
    }
  }

  @Test("random bytes with a right hash end in an error or an end, never in a trap")
  func random() {
    var random = SeededRandom(seed: 11)
    for _ in 0..<5_000 {
      var bytes: [UInt8] = [1]
      for _ in 0..<Int.random(in: 0..<40, using: &random) {
        bytes.append(Bool.random(using: &random) ? 0xFF : UInt8.random(in: 0...5, using: &random))
      }
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: hash >> (UInt64(shift) * 8))) }
      do throws(LedgerError) {
        var unpacker = try ObjectUnpacker(bytes)
        while try unpacker.next() {}
      } catch {
        #expect(error.isBroken)
      }
    }
  }
}
