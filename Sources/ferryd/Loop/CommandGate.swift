import Configuration
import Engine
import Migration
import Platform
import Store
import Synchronization
import struct Wire.ReloadView

/// The way of requests to the loop: open while there is a loop to answer.
final class CommandGate: Sendable {
  private let mailbox: Mailbox<LoopMessage>
  private let isOpen = Mutex(true)

  init(_ mailbox: Mailbox<LoopMessage>) {
    self.mailbox = mailbox
  }

  /// Hands a command to the loop and waits for its answer; never on the loop's own thread.
  func perform(_ command: Command) throws(Refusal) -> CommandResult {
    try ask { .command(command, $0) }
  }

  /// Hands a configuration to the loop, likewise.
  func adopt(_ reading: ConfigReading) throws(Refusal) -> ReloadView {
    try ask { .reload(reading, $0) }
  }

  /// Hands work with the database to the loop, likewise.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (JobDatabase) throws(Refusal) -> Value
  ) throws(Refusal) -> Value {
    try ask { (reply: Reply<Value>) in
      .work(
        LoopWork(
          run: { store in
            do throws(Refusal) {
              reply.give(.success(try body(store)))
            } catch {
              reply.give(.failure(error))
            }
          }, refuse: { reply.give(.failure($0)) }))
    }
  }

  private func ask<Value: Sendable>(
    _ message: (Reply<Value>) -> LoopMessage
  ) throws(Refusal) -> Value {
    let reply = Reply<Value>()
    // Posted under the lock: what is posted before the gate closes is answered by `close`.
    let posted = isOpen.withLock { isOpen in
      if isOpen { mailbox.post(message(reply)) }
      return isOpen
    }
    guard posted else { throw Self.stopping }
    return try reply.wait()
  }

  /// Ends it: whoever still waits is told that the daemon is stopping.
  func close() {
    isOpen.withLock { $0 = false }
    for message in mailbox.drain() { message.refuse(Self.stopping) }
  }

  static let stopping = Refusal(
    .unavailable, "the daemon is stopping; try again when it has started")
}
