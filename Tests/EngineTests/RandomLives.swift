import Foundation
import TestSupport

/// Lives by chance, one for each seed.
enum RandomLives {
  /// `make simulation` asks for more than the usual number, and may begin elsewhere.
  private static func seeds(_ usual: UInt64) -> Range<UInt64> {
    let asked = ProcessInfo.processInfo.environment
    let first = asked["FERRY_FIRST_SEED"].flatMap { UInt64($0) } ?? 0
    return first..<first + (asked["FERRY_SEEDS"].flatMap { UInt64($0) } ?? usual)
  }

  /// Lives every fourth of the lives.
  ///
  /// - Parameters:
  ///   - slice: Which of the four.
  ///   - usual: How many lives there are if nobody asks for more.
  ///   - name: Names the folder of each.
  ///   - live: Lives one in a folder by its seed, and notes its steps.
  /// - Returns: The first that breaks a promise, with its last steps; nil if all are kept.
  static func broken(
    slice: UInt64, of usual: UInt64, _ name: String,
    _ live: (String, UInt64, inout [String]) throws -> Void
  ) throws -> String? {
    for seed in seeds(usual) where seed % 4 == slice {
      var steps: [String] = []
      do {
        try Scratch.with(name) { folder in try live(folder, seed, &steps) }
      } catch let broken as BrokenPromise {
        return "seed \(seed): \(broken.what) after \(steps.suffix(25))"
      }
    }
    return nil
  }
}
