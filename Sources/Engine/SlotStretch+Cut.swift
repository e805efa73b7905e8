import Calendar
import Migration

extension SlotStretch {
  /// Takes one slot out of a row.
  ///
  /// A row may be of slots that other rules have named, or too many to be counted: what stays keeps
  /// at least as many as its ends are.
  func cut(at slot: Instant, of rule: ScheduleRule, in zone: ZoneRules) -> SlotCut {
    var rest: [SlotStretch] = []
    var left = count - 1
    let before = rule.lastStart(upTo: slot.advanced(byMicroseconds: -1), in: zone)
    if let before, before >= first {
      let number = before == first ? 1 : max(2, rule.countStarts(from: first, to: before, in: zone))
      rest.append(SlotStretch(first: first, last: before, count: number, reason: reason))
      left -= number
    }
    if let after = rule.nextStart(after: slot, in: zone), after <= last {
      let number = after == last ? 1 : max(left, 2)
      rest.append(SlotStretch(first: after, last: last, count: number, reason: reason))
    }
    return SlotCut(row: self, rest: rest)
  }
}
