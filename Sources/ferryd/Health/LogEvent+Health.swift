import Platform

extension LogEvent {
  static let pingFailed = LogEvent("ping-failed", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d70"))
  static let eventLost = LogEvent("event-lost", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d71"))
}
