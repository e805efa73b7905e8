import Glibc
import HTTP
import Platform
import Synchronization

/// The daemon's own rclone: started when somebody needs it, and started again when it has ended or has
/// become too large.
///
/// Any thread may use it. There is one process at a time, and while a large one comes to its end a second.
public final class RcloneService: Sendable {
  /// What the log is told.
  public struct Note: Sendable {
    /// Whether it is about trouble.
    public let isWarning: Bool
    /// A sentence.
    public let text: String
  }

  private struct State {
    var child: RcloneChild?
    var number = 0
    var isClosed = false
    var hasFolder = false
    /// When processes have ended by themselves, in monotonic nanoseconds.
    var deaths: [Int64] = []
  }

  /// Memory from which on a process is replaced, in bytes.
  private static let largest: Int64 = 768 << 20
  /// So many deaths within ten minutes are too many.
  private static let mostDeaths = 5
  private static let deathWindow: Int64 = 600_000_000_000
  /// How long a process may take to answer for the first time.
  private static let startPatience: Int64 = 15_000_000_000

  private let folder: String
  private let wish: @Sendable () -> String
  /// Takes secrets out of what rclone says.
  let clean: @Sendable (String) -> String
  private let note: @Sendable (Note) -> Void
  private let state = Mutex(State())

  /// A service that has started nothing yet.
  ///
  /// - Parameters:
  ///   - folder: For its socket; made with mode 0700, and emptied, when it is needed.
  ///   - wish: The program's path; empty to look where programs are. Asked at each start.
  ///   - clean: Takes secrets out of what rclone says.
  ///   - note: Hears of starts and ends.
  public init(
    folder: String, wish: @escaping @Sendable () -> String,
    clean: @escaping @Sendable (String) -> String = { $0 },
    note: @escaping @Sendable (Note) -> Void = { _ in }
  ) {
    self.folder = folder
    self.wish = wish
    self.clean = clean
    self.note = note
  }

  /// The program that is, or would be, used.
  ///
  /// - Throws: Why there is none.
  public func program() throws(RcloneError) -> RcloneProgram {
    try RcloneProgram.find(wish())
  }

  /// The number of the process that runs now; 0 if none does.
  public var pid: Int32 { state.withLock { $0.child }?.pid ?? 0 }

  /// The folder of its socket.
  public var place: String { folder }

  /// Ends the process; nothing is started any more.
  public func close() {
    let child = state.withLock { state in
      state.isClosed = true
      return state.child.take()
    }
    guard let child else { return }
    child.retire()
    let end = MonotonicTime.now().advanced(byNanoseconds: 4_000_000_000)
    while !child.isOver, MonotonicTime.now() < end { usleep(20_000) }
  }

  /// A process to be asked, with the call counted: `end` is to follow.
  func begin() throws(RcloneError) -> RcloneChild {
    try state.withLock { (state) throws(RcloneError) in
      if let child = state.child {
        if child.isOver { try mourn(child, &state) }
        if state.child != nil, child.memory > Self.largest {
          note(Note(isWarning: false, text: "rclone has become large, and is started anew"))
          child.retire()
          state.child = nil
        }
      }
      if let child = state.child, child.begin() { return child }
      let child = try start(&state)
      state.child = child
      guard child.begin() else { throw RcloneError(.gone, "rclone \(clean(child.lastWords))") }
      return child
    }
  }

  /// A process has ended; one that nobody has told to counts.
  private func mourn(_ child: RcloneChild, _ state: inout State) throws(RcloneError) {
    state.child = nil
    guard !child.isRetiredByUs else { return }
    let now = MonotonicTime.now().nanoseconds
    state.deaths = state.deaths.filter { now - $0 < Self.deathWindow } + [now]
    note(Note(isWarning: true, text: "rclone \(clean(child.lastWords)); it is started again"))
    guard state.deaths.count >= Self.mostDeaths else { return }
    state.deaths = []
    throw RcloneError(
      .broken,
      "rclone has ended \(Self.mostDeaths) times within ten minutes: it \(clean(child.lastWords)); see "
        + "whether this machine has memory enough, and whether that release works at all")
  }

  private func start(_ state: inout State) throws(RcloneError) -> RcloneChild {
    guard !state.isClosed else { throw RcloneError.stopped }
    let program = try program()
    if !state.hasFolder { try makeFolder() }
    state.hasFolder = true
    state.number += 1
    let child = try RcloneChild(program, folder: folder, number: state.number)
    let end = MonotonicTime.now().advanced(byNanoseconds: Self.startPatience)
    while !child.isOver {
      if access(child.socket, F_OK) == 0, RcloneClient.answers(child) {
        note(
          Note(
            isWarning: false,
            text: "started rclone \(program.version) (\(program.path), pid \(child.pid))"))
        return child
      }
      guard MonotonicTime.now() < end else {
        child.kill()
        throw RcloneError(
          .broken, "\(program.path) was started and does not answer; \(clean(child.lastWords))")
      }
      usleep(10_000)
    }
    throw child.failure ?? RcloneError(.broken, "\(program.path) \(clean(child.lastWords))")
  }

  /// Makes the folder, without what an earlier daemon has left in it.
  private func makeFolder() throws(RcloneError) {
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST, chmod(folder, 0o700) == 0 else {
      throw RcloneError(.broken, "\(SystemError(errno, "mkdir", folder))")
    }
  }
}
