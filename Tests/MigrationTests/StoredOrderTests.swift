import Migration
import Testing

@Suite struct StoredOrderTests {
  @Test("only times that are four seconds apart tell which was first")
  func order() {
    let stored: Int64 = 1_700_000_000_000_000_000
    for (seconds, order) in [
      (-3_600 as Int64, StoredOrder.before), (-4, .before), (-3, .unclear), (0, .unclear),
      (3, .unclear), (4, .after), (3_600, .after),
    ] {
      #expect(StoredOrder(stored + seconds * 1_000_000_000, toStored: stored) == order)
    }
    #expect(StoredOrder(.max, toStored: .min) == .after)
    #expect(StoredOrder(.min, toStored: .max) == .before)
  }
}
