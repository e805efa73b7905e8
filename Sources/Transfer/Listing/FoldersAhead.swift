import CLinux
import Glibc
import Migration

/// Opens the folders that a walk will come to and looks at what they hold, on threads of its own.
///
/// The walk takes each one up in its own order, and opens itself what no thread has begun with.
final class FoldersAhead {
  /// A folder that is asked for.
  ///
  /// @unchecked Sendable: `stage` is read and written only in the state's lock; the rest is constant.
  final class Request: @unchecked Sendable {
    fileprivate enum Stage {
      case waiting
      case working
      case done(FolderOpening)
      case taken
    }

    fileprivate let source: Int32
    fileprivate let destination: Int32
    fileprivate let name: [CChar]
    fileprivate let key: [UInt8]
    fileprivate let limit: Int
    fileprivate var stage = Stage.waiting
    fileprivate let state: Monitor<State>

    fileprivate init(
      _ name: [CChar], key: [UInt8], source: Int32, destination: Int32, limit: Int,
      _ state: Monitor<State>
    ) {
      self.name = name
      self.key = key
      self.source = source
      self.destination = destination
      self.limit = limit
      self.state = state
    }

    /// The folder as it was opened, which is the caller's now; nil if no thread has begun with it.
    func take() -> FolderOpening? {
      state.wait { state, _ -> FolderOpening?? in
        switch self.stage {
        case .working: return nil
        case .waiting: state.waiting.removeAll { $0 === self }
        case .taken: return .some(nil)
        case .done(let opening):
          self.stage = .taken
          state.held -= 1
          return opening
        }
        self.stage = .taken
        state.held -= 1
        return .some(nil)
      }
    }
  }

  fileprivate struct State {
    var waiting: [Request] = []
    /// Requests that nobody has taken yet.
    var held = 0
    var isOver = false
  }

  /// Folders of one level that are asked for at a time.
  static let perLevel = 4
  /// Folders that are asked for at a time, on all levels: each may be two descriptors.
  private static let most = 16

  private let state = Monitor(State())
  private let threads: [WorkerThread]

  /// Starts the threads; nil if the system has no room for one.
  init?(threads count: Int, _ sieve: ObjectSieve?) {
    let state = state
    var threads: [WorkerThread] = []
    for number in 0..<count {
      do throws(ObjectError) {
        threads.append(
          try WorkerThread("ferry-look-\(number)") { Self.work(state, sieve) })
      } catch {
        // It is faster with more of them, and as right with fewer.
        break
      }
    }
    self.threads = threads
    if threads.isEmpty { return nil }
  }

  deinit {
    state.change { $0.isOver = true }
    for thread in threads { thread.join() }
  }

  /// Asks for a folder.
  ///
  /// - Parameters:
  ///   - name: In the two folders, which stay open until the request is taken.
  ///   - key: Its own.
  ///   - limit: Names to be read at most.
  /// - Returns: Nil if enough is asked for.
  func ask(
    _ name: [CChar], key: [UInt8], source: Int32, destination: Int32, limit: Int
  ) -> Request? {
    let request = Request(
      name, key: key, source: source, destination: destination, limit: limit, state)
    return state.change { state in
      guard state.held < Self.most else { return nil }
      state.held += 1
      state.waiting.append(request)
      return request
    }
  }

  private static func work(_ state: Monitor<State>, _ sieve: ObjectSieve?) {
    let reader = FolderReader()
    while let request = next(state) {
      var opening = FolderOpening(
        request.name, source: request.source, destination: request.destination
      ) { (folder) throws(ObjectError) in
        try reader.read(folder, after: [], limit: request.limit)
      }
      opening.look(request.key, sieve)
      let done = opening
      state.change { _ in request.stage = .done(done) }
    }
  }

  private static func next(_ state: Monitor<State>) -> Request? {
    state.wait { state, _ -> Request?? in
      if state.isOver { return .some(nil) }
      guard !state.waiting.isEmpty else { return nil }
      let request = state.waiting.removeFirst()
      request.stage = .working
      return request
    }
  }
}
