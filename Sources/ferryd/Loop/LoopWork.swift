import Migration
import Store

/// Something that the loop is to do with its database for another thread: it alone writes there.
struct LoopWork: Sendable {
  /// Does it and gives the answer.
  let run: @Sendable (JobDatabase) -> Void
  /// Answers that it will not be done.
  let refuse: @Sendable (Refusal) -> Void
}
