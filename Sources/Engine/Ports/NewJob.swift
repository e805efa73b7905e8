public import Calendar
public import Migration

/// A job that is not in the store yet.
public struct NewJob: Hashable, Sendable {
  /// What it is to do.
  public var definition: JobDefinition
  /// Who defines it.
  public var origin: Origin
  /// Where it stands in its family; nil for a root job.
  public var lineage: Lineage?
  /// Its ID on the wire, a fresh UUID.
  public var version: String
  /// Where it begins: not started, or with its first run opened.
  public var state: JobState
  /// What is recorded about that run.
  public var records: [Effect.Record]
  /// When it is made; no slot before that counts.
  public var created: Instant
  /// Its first events.
  public var due: [DueEvent.Kind: Instant?]

  /// A job to be.
  public init(
    definition: JobDefinition, origin: Origin, lineage: Lineage? = nil, version: String,
    state: JobState = .begin, records: [Effect.Record] = [], created: Instant,
    due: [DueEvent.Kind: Instant?] = [:]
  ) {
    self.definition = definition
    self.origin = origin
    self.lineage = lineage
    self.version = version
    self.state = state
    self.records = records
    self.created = created
    self.due = due
  }
}
