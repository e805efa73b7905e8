/// The pieces of a zone while they are being put together.
struct ZoneTimeline {
  private(set) var pieces: [ZonePiece]
  private(set) var abbreviations: [String] = []
  private(set) var cycle: ZoneCycle?
  /// The last change that the file lists, UTC.
  private let lastTransition: Int?

  /// The pieces that the file lists one by one.
  init(_ contents: TZifContents) {
    let first = contents.types[0]
    pieces = []
    lastTransition = contents.transitions.last?.time
    pieces = [ZonePiece(firstWithOffset: first.offset, abbreviation: number(first.abbreviation))]
    for transition in contents.transitions {
      append(start: transition.time, contents.types[transition.type])
    }
  }

  /// Adds what the rule says after the last listed change, for one cycle of the calendar.
  mutating func unroll(_ rule: PosixRule?) {
    guard let rule else { return }
    // A file without a single change is all rule; 1900 is before anything that is asked for.
    let known = lastTransition ?? CivilDate.daysSinceEpoch(year: 1900, month: 1, day: 1) * 86_400
    guard let saving = rule.saving else {
      if pieces[pieces.count - 1].offset != rule.standard.offset {
        append(start: known, rule.standard)
      }
      return
    }
    let firstYear = CivilDate(daysSinceEpoch: flooredDays(known)).year
    let cycleStart =
      CivilDate.daysSinceEpoch(year: firstYear + 1, month: 1, day: 1) * 86_400
    var changes: [(time: Int, saves: Bool)] = []
    // A rule's time may reach a week into the neighbouring years.
    for year in (firstYear - 1)...(firstYear + 402) {
      changes.append((rule.savingStart(inYear: year), true))
      changes.append((rule.savingEnd(inYear: year), false))
    }
    // Summer time that ends when it begins again is summer time all year: the beginning wins.
    changes.sort { $0.time == $1.time ? !$0.saves && $1.saves : $0.time < $1.time }
    var saves = false
    for change in changes where change.time < cycleStart + ZoneCycle.length {
      if cycle == nil, change.time >= cycleStart {
        beginCycle(at: cycleStart, saves ? saving : rule.standard)
      }
      if change.time > known { append(start: change.time, change.saves ? saving : rule.standard) }
      saves = change.saves
    }
  }

  private mutating func beginCycle(at start: Int, _ type: ZoneType) {
    append(start: start, type, evenIfSame: true)
    cycle = ZoneCycle(firstPiece: pieces.count - 1, start: start)
  }

  private mutating func append(start: Int, _ type: ZoneType, evenIfSame: Bool = false) {
    let abbreviation = number(type.abbreviation)
    var last = pieces[pieces.count - 1]
    if last.start == start, pieces.count > 1, cycle?.firstPiece != pieces.count - 1 {
      pieces.removeLast()
      last = pieces[pieces.count - 1]
    }
    if !evenIfSame, last.offset == type.offset, last.abbreviation == abbreviation { return }
    pieces.append(
      ZonePiece(
        after: last, start: start, offset: type.offset, abbreviation: abbreviation))
  }

  private mutating func number(_ abbreviation: String) -> Int {
    if let index = abbreviations.firstIndex(of: abbreviation) { return index }
    abbreviations.append(abbreviation)
    return abbreviations.count - 1
  }
}
