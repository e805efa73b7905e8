import Platform

/// Every kind of message that the journal's catalogue explains.
extension LogEvent {
  // Runs.
  static let runOpened = LogEvent("run-opened", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d01"))
  static let status = LogEvent("status-changed", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d02"))
  static let runEnded = LogEvent("run-ended", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d03"))
  static let rightsMasked = LogEvent(
    "rights-masked", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d42"))
  static let pruned = LogEvent("runs-pruned", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d14"))

  // Objects of runs, as the job's LogMode= wants.
  static let objectFailed = LogEvent(
    "object-failed", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d50"))
  static let objectCopied = LogEvent(
    "object-copied", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d51"))
  static let objectSkipped = LogEvent(
    "object-skipped", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d52"))
  static let objectsUntold = LogEvent(
    "objects-untold", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d53"))

  // Schedules.
  static let skipped = LogEvent("slot-skipped", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d04"))
  static let skippedInAll = LogEvent(
    "slots-skipped", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d15"))
  static let queued = LogEvent("slot-queued", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d0e"))
  static let resumed = LogEvent("run-resumed", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d05"))
  static let exhausted = LogEvent(
    "schedule-exhausted", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d06"))
  static let slotsComeAgain = LogEvent(
    "slots-come-again", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d16"))
  static let clockStepped = LogEvent(
    "clock-stepped", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d08"))
  static let zoneMissing = LogEvent("zone-missing", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d07"))
  static let zoneChanged = LogEvent("zone-changed", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d20"))
  static let zoneUnreadable = LogEvent(
    "zone-unreadable", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d21"))

  // Retries.
  static let retryPlanned = LogEvent(
    "retry-planned", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d10"))
  static let retryMade = LogEvent("retry-made", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d11"))
  static let retryDropped = LogEvent(
    "retry-dropped", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d12"))
  static let retriesEnded = LogEvent(
    "retries-ended", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d13"))

  // The daemon's state and definitions.
  static let storeFailed = LogEvent("store-failed", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d0a"))
  static let storeRecovered = LogEvent(
    "store-recovered", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d0b"))
  static let spaceShort = LogEvent("space-short", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d40"))
  static let spaceBack = LogEvent("space-back", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d41"))
  static let adopted = LogEvent("file-adopted", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d0c"))
  static let edited = LogEvent("job-edited", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d0f"))
  static let removed = LogEvent("job-removed", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d0d"))
  static let reloaded = LogEvent("reloaded", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d30"))
  static let reloadRefused = LogEvent(
    "reload-refused", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d31"))
  static let request = LogEvent("request", MessageID("5b1ac6e1b0f84a8c9a3d0a6b1c1c7d60"))
}
