import Engine
import Platform
import Wire

extension JournalNotes {
  /// Notes about the room beside the state.
  func space(_ note: EngineNote) {
    switch note {
    case .spaceShort(let shortage):
      log.warning(
        "\(shortage.sentence); runs that go on go on, others wait until there is more",
        id: Self.short)
    case .spaceBack:
      log.notice("there is enough space beside the state again: runs begin", id: Self.enough)
    default: break
    }
  }

  private static let short = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d40")
  private static let enough = MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d41")
}

extension SpaceShortage {
  /// What is short, and whose limit it is.
  var sentence: String {
    "only \(SizeText.bytes(free)) are free beside the state "
      + "(MinFreeSpace= wants \(SizeText.bytes(limit))): no run begins"
  }
}
