public import Calendar
public import Migration
public import Wire

/// Who is let in from elsewhere.
///
/// Called on several threads at once.
public protocol AccessPort: Sendable {
  /// The key of an ID; nil if there is none.
  func accessKey(withID id: String) -> AccessKey?
  /// The name and the role of a token; nil if it is none or holds no more.
  func token(_ text: String) throws(Refusal) -> (name: String, role: Role)?
  /// The time by which signatures are judged.
  var now: Instant { get }
}
