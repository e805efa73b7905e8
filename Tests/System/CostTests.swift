import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct CostTests {
  @Test("what a call of the command line costs is printed")
  func call() throws {
    try DaemonFixture.with("cost") { fixture in
      try fixture.makePair()
      try fixture.start()
      try fixture.done("list-job")
      let calls = 50
      let total = try seconds {
        for _ in 0..<calls { try fixture.done("list-job", "--json") }
      }
      #expect(total > 0)
      print("cost: a list-job takes \((total / Double(calls) * 10_000).rounded() / 10) ms")
    }
  }
}
