import Dispatch
import Platform
import Synchronization

/// Work that may block, done one after another on a thread of its own: nobody waits for it.
final class WorkQueue: Sendable {
  private struct Item {
    let key: String
    let body: @Sendable () -> Void
  }

  private let items = Mutex<[Item]>([])
  private let waiting = DispatchSemaphore(value: 0)
  /// So many may wait; more would only tell old news.
  private let most: Int

  /// A queue with its thread, which begins with the first work.
  init(most: Int) {
    self.most = most
  }

  /// Starts the thread; without it nothing is done.
  func start(name: String) throws(SystemError) {
    _ = try OwnThread(name: name) { [self] in
      while true {
        waiting.wait()
        let item = items.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        item?.body()
      }
    }
  }

  /// Hands work over; work of the same key that waits is replaced.
  ///
  /// - Returns: False if too much waits already.
  func add(_ key: String, _ body: @escaping @Sendable () -> Void) -> Bool {
    let (isTaken, isNew) = items.withLock { items in
      if let index = items.firstIndex(where: { $0.key == key }) {
        items[index] = Item(key: key, body: body)
        return (true, false)
      }
      guard items.count < most else { return (false, false) }
      items.append(Item(key: key, body: body))
      return (true, true)
    }
    if isNew { waiting.signal() }
    return isTaken
  }
}
