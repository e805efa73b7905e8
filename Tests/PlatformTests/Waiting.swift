import Platform

/// Whether something becomes readable within a time limit.
func isReady(
  _ source: borrowing some Pollable & ~Copyable, within milliseconds: Int64
) throws -> Bool {
  var poller = Poller()
  let token = poller.watch(source)
  return try poller.wait(milliseconds: milliseconds).contains(token)
}
