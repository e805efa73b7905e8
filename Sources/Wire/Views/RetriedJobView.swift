/// The answer to the wish for a retry, in mgwutil's words.
public struct RetriedJobView: WireShape {
  /// The job whose failed objects are retried.
  public var waits: String
  /// The sub-job that retries them.
  public var retry: String
  /// The top ancestor of the family.
  public var root: String

  /// The view with all its fields.
  public init(waits: String, retry: String, root: String) {
    self.waits = waits
    self.retry = retry
    self.root = root
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    ["WaitRetryJob": .string(waits), "RetryJob": .string(retry), "RootJob": .string(root)]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    waits = try fields.text("WaitRetryJob")
    retry = try fields.text("RetryJob")
    root = try fields.text("RootJob")
  }
}
