import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct StretchTests {
  @Test("a long run of an every-second rule is told in two lines: the first slot and the sum")
  func twoLines() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("job", try schedule("* * * * * *"))
      world.advance(seconds: 25)
      try world.complete("job")
      #expect(world.skips == ["overlap ×1 from 2"])
      world.advance(seconds: 1)
      #expect(world.skips == ["overlap ×1 from 2", "overlap ×24 from 2 in all"])
      #expect(try world.slotWords("job") == ["started 1", "skipped overlap ×24", "started 2"])
      // The sum stands before the run that ended the stretch.
      let notes = world.notes.notes
      let sum = notes.firstIndex {
        if case .skippedInAll = $0 { true } else { false }
      }
      let opened = notes.firstIndex(
        of: .opened(
          job: job.definition.name, run: RunNumber(rawValue: 2), trigger: .schedule,
          slot: date(2026, 3, 2, 0, 0, 26)))
      #expect(try #require(sum) < (try #require(opened)))
    }
  }

  @Test("a stretch that another reason ends is told with its sum; one slot alone has no sum")
  func otherReason() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("job", try schedule("0 * * * * *"))
      world.advance(seconds: 60 * 4)
      try world.set(.pause, "job")
      world.mover.end(job.id, .halted)
      world.advance(seconds: 60)
      #expect(
        world.skips == ["overlap ×1 from 120", "overlap ×3 from 120 in all", "held ×1 from 300"])
      try world.set(.start, "job")
      try world.complete("job")
      world.advance(seconds: 60)
      #expect(world.skips.count == 3, "the line of one slot says it all")
    }
  }

  @Test("a restart in a stretch tells neither its beginning nor an old sum again")
  func restart() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("job", try schedule("0 * * * * *"))
      world.advance(seconds: 60 * 4)
      try world.complete("job")
      world.advance(seconds: 60 * 3)
      #expect(
        world.skips == ["overlap ×1 from 120", "overlap ×3 from 120 in all", "overlap ×1 from 360"])
      try world.crash()
      world.deliver()
      world.advance(seconds: 60)
      #expect(world.skips == [])
      try world.succeed("job", times: 3)
      world.advance(seconds: 60)
      #expect(world.skips == ["overlap ×3 from 360 in all"])
      try world.crash()
      world.advance(seconds: 60)
      #expect(world.skips == ["overlap ×1 from 600"])
    }
  }

  @Test("slots that are entered together are told together, and a sum only if more have come")
  func together() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("job", try schedule("0 * * * * *", catchUp: .skip))
      try world.crash(down: 60 * 5 + 30)
      world.advance(seconds: 60)
      #expect(world.skips == ["missed ×4 from 60", "overlap ×1 from 360"])
      #expect(try world.slotWords("job") == ["skipped missed ×4", "started 1", "skipped overlap"])
    }
  }

  @Test("a schedule that rested tells its slots once, when it is enabled")
  func disabled() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let name = try world.make("job", try schedule("0 * * * * *")).definition.name
      world.advance(seconds: 180)
      try world.perform(.setEnabled(name, false, note: "moving"))
      world.advance(seconds: 180)
      try world.perform(.setEnabled(name, true, note: ""))
      #expect(
        world.skips == [
          "overlap ×1 from 120", "overlap ×2 from 120 in all", "disabled ×3 from 240",
        ])
    }
  }

  @Test("a slot that waits ends a stretch, and its own outcome does not tell that again")
  func queued() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 * * * * *")
      rule.overlap = .queue
      try world.make("job", rule)
      world.advance(seconds: 60 * 5)
      try world.complete("job")
      #expect(world.skips == ["overlap ×1 from 180"])
      world.advance(seconds: 60)
      try world.complete("job")
      #expect(
        try world.slotWords("job")
          == ["started 1", "started 2", "skipped overlap ×3", "started 3"])
      #expect(world.skips == ["overlap ×1 from 180", "overlap ×3 from 180 in all"])
    }
  }

  @Test("a change of the definition does not repeat the note of an earlier disable")
  func noteOfDisable() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("job", try schedule("0 * * * * *"))
      let name = job.definition.name
      try world.perform(.setEnabled(name, false, note: "moving"))
      var changed = try world.job("job").definition
      changed.tags = "a:b"
      try world.perform(.redefineJob(name, changed, over: nil))
      let edits = world.notes.notes.compactMap {
        if case .edited(_, let how) = $0 { how } else { nil }
      }
      #expect(edits == ["disabled: moving", "changed"])
      #expect(try world.job("job").note == "moving")
    }
  }
}

extension World {
  /// What the log was told of skipped slots, with the second at which each stretch began.
  fileprivate var skips: [String] {
    notes.notes.compactMap { note in
      switch note {
      case .skipped(_, let slots): words(slots)
      case .skippedInAll(_, let slots): words(slots) + " in all"
      default: nil
      }
    }
  }

  private func words(_ slots: SlotStretch) -> String {
    let second = slots.first.seconds - date(2026, 3, 2).seconds
    return "\(slots.reason.rawValue) ×\(slots.count) from \(second)"
  }
}
