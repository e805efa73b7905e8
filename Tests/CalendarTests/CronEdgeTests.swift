import Calendar
import Testing

@Suite struct CronEdgeTests {
  @Test("every checked expression gives the instants that it should, or is refused")
  func allCases() throws {
    for edge in cronEdgeCases {
      let name: Comment = "\(edge.expression) in \(edge.zone) from \(edge.from)"
      let expression: CronExpression
      do {
        expression = try CronExpression(edge.expression)
        if let zone = expression.zoneName { _ = try hostZone(zone) }
      } catch {
        #expect(edge.next == nil, "\(name): \(error)")
        continue
      }
      guard let next = edge.next else {
        Issue.record("accepted: \(name)")
        continue
      }
      let zone = try hostZone(expression.zoneName ?? edge.zone)
      var instant = zone.instants(of: try localTime(edge.from)).first
      var found: [String] = []
      for _ in next {
        let following = expression.next(after: instant, in: zone)
        instant = try #require(following, name)
        found.append(zone.text(of: instant))
      }
      #expect(found == next, name)
    }
  }
}
