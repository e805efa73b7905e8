/// What a command line asks for.
public enum Command: Hashable, Sendable {
  /// A verb is to be done.
  case run(Invocation)
  /// This text is to be told.
  case tell(String)
}
