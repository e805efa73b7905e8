import Engine
import Platform
import Wire

extension JournalNotes {
  /// Notes about the room beside the state.
  func space(_ note: EngineNote) {
    switch note {
    case .spaceShort(let shortage):
      log.tell(
        .warning, .spaceShort,
        "\(shortage.sentence); runs that go on go on, others wait until there is more")
    case .spaceBack:
      log.tell(
        .notice, .spaceBack, "there is enough space beside the state again: runs begin")
    default: break
    }
  }
}

extension SpaceShortage {
  /// What is short, and whose limit it is.
  var sentence: String {
    "only \(SizeText.bytes(free)) are free beside the state "
      + "(MinFreeSpace= wants \(SizeText.bytes(limit))): no run begins"
  }
}
