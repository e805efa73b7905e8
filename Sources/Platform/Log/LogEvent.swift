/// A kind of message: a word that scripts look for, and the identity of its catalogue entry.
///
/// Neither is ever changed or used for something else.
public struct LogEvent: Hashable, Sendable {
  /// The word, such as `run-opened`; the field `FERRY_EVENT`.
  public let word: String
  /// The catalogue's entry.
  public let id: MessageID

  /// A kind that the source spells out.
  public init(_ word: StaticString, _ id: MessageID) {
    self.word = word.description
    self.id = id
  }

  /// The field by which the journal finds all messages of the kind.
  var field: LogField { LogField("FERRY_EVENT", word) }
}
