import Wire

/// What a verb has to say when it was done.
struct Answer {
  /// The HTTP status.
  var status = 200
  /// JSON text for the envelope.
  var data = "{}"
  /// Lines for people.
  var lines: [String]
  /// Whether the verb has written its output itself.
  var isTold = false
  /// How the process ends.
  var exit = ExitStatus.done
}
