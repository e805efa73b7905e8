public import Migration
public import Wire

/// What is asked about who may come in and what they did: each call blocks its thread.
///
/// Called on several threads at once.
public protocol TokenPort: Sendable {
  /// Makes a token; the answer is the only one that holds it.
  func createToken(_ request: TokenRequest, by caller: Caller) throws(Refusal) -> TokenView
  /// All tokens.
  func tokens() throws(Refusal) -> [TokenView]
  /// Deletes a token: nobody comes in with it any more.
  func deleteToken(named name: String, by caller: Caller) throws(Refusal)
  /// A page of what was to be changed by whom.
  func audit(_ query: AuditQuery) throws(Refusal) -> PageView<AuditEntry>
}
