public import Migration

/// What answers requests.
///
/// Called on one of the server's own threads, several at once; it may block as long as it wants,
/// but holds up the connections that share its thread.
public typealias RequestHandler = @Sendable (Request) -> Response

/// How a request is refused that is no whole one, or too large: told by its target as it came, and
/// with the ID that its answer carries.
public typealias RefusalForm = @Sendable (Refusal, _ target: [UInt8], _ id: String) -> Response

/// What is told of every answered request, on the thread that answered it.
public typealias RequestLog = @Sendable (RequestRecord) -> Void
