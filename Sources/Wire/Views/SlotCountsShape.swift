public import Migration

/// How many slots ended in each way, on the wire (`Slots`).
extension SlotCounts {
  /// `Started`, `Resumed`, and `Skipped` with the reasons that there are.
  public var json: JSONValue {
    let reasons = SlotOutcome.Skip.allCases.compactMap { reason in
      skipped[reason].map { JSONMember(reason.rawValue, .integer($0)) }
    }
    return [
      "Started": .integer(started), "Resumed": .integer(resumed), "Skipped": .object(reasons),
    ]
  }

  init(_ fields: JSONFields) throws(WireError) {
    self.init()
    started = try fields.integer("Started")
    resumed = try fields.integer("Resumed")
    guard let reasons = try fields.fields("Skipped") else { return }
    for reason in SlotOutcome.Skip.allCases {
      if let count = try reasons.whole(reason.rawValue, of: "slots") { skipped[reason] = count }
    }
  }
}
