/// What answers requests.
///
/// Called on one of the server's own threads, several at once; it may block as long as it wants,
/// but holds up the connections that share its thread.
public typealias RequestHandler = @Sendable (Request) -> Response

/// What is told of every answered request, on the thread that answered it.
public typealias RequestLog = @Sendable (RequestRecord) -> Void
