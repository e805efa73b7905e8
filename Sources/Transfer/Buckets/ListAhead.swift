import Migration
import S3

/// A list that several threads read ahead of the one who uses it, in pieces of the space of keys.
///
/// A store gives a thousand keys a request, and takes its time for it. Where the next pieces begin
/// is guessed from the keys that were seen: a piece that turns out to be long is cut again, one that is
/// empty has cost a request. Handed out are all keys in their order, whatever was guessed. What is read
/// and not used yet is bounded.
final class ListAhead: Sendable {
  /// Threads, each with a connection.
  static let most = 8
  /// Bytes of pages that wait to be used.
  private static let heldBytes = 16 << 20
  /// What a page is expected to take.
  private static let pageBytes = 200 << 10
  /// Pages that a piece is meant to have.
  private static let piece = 5.0
  /// How many empty pieces may be met more than a quarter of the pages that were not.
  private static let mostCredit = 8.0

  /// A page of a list, and how many of its objects count.
  struct Page: Sendable {
    var page = S3Page()
    var count = 0
  }

  /// The keys behind one up to another.
  private struct Piece {
    let number: Int
    let start: [UInt8]
    /// Belongs to it; nil for the rest of the list.
    var end: [UInt8]?
    var listing: S3Listing
    /// Pages that wait to be used.
    var pages: [Page] = []
    /// The first and the last key that were seen of it, and how many pages.
    var first: [UInt8] = []
    var last: [UInt8] = []
    var seen = 0
    /// How many pages there were when it was last tried to be cut.
    var cutAt = -1
    var isInHand = false
    var isDone = false
    var error: ObjectError?
  }

  private struct State {
    /// Those that are not used up, in the order of their keys.
    var pieces: [Piece] = []
    var pieceCount = 1
    var held = 0
    var inHand = 0
    var space = KeySpace()
    var credit = ListAhead.mostCredit / 2
    var free: [S3Page] = []
    var threads: [WorkerThread] = []
    var clockLead: Int64 = 0
  }

  private let prefix: [UInt8]
  private let patience: Patience
  private let client: @Sendable (StopFlag) throws(ObjectError) -> BucketClient
  private let state: Monitor<State>
  private let isOver = StopFlag()

  /// A list that goes on after a key.
  ///
  /// - Parameter client: Makes a thread's own way to the bucket.
  init(
    _ listing: S3Listing, _ patience: Patience,
    client: @escaping @Sendable (StopFlag) throws(ObjectError) -> BucketClient
  ) {
    prefix = listing.prefix
    self.patience = Patience(patience, until: isOver)
    self.client = client
    let first = Piece(number: 0, start: listing.last, listing: listing)
    state = Monitor(State())
    state.change { $0.pieces = [first] }
  }

  /// How much later the store's clock is than this machine's, in nanoseconds.
  var clockLead: Int64 { state.look(\.clockLead) }

  /// Starts the first thread; the others follow when there are many pages.
  func begin() throws(ObjectError) {
    try addThread()
  }

  /// Ends all threads.
  func end() {
    isOver.set(true)
    let threads = state.change { state in
      defer { state.threads = [] }
      return state.threads
    }
    for thread in threads { thread.join() }
  }

  /// The next page; waits for it.
  ///
  /// - Parameter used: Its memory is used again.
  /// - Returns: Nil at the end of the list.
  func next(_ used: consuming Page) throws(ObjectError) -> Page? {
    let given = Given(used)
    let found: Result<Page?, ObjectError> = state.wait { state, _ in
      if let page = given.take() { state.free.append(page) }
      while let piece = state.pieces.first {
        guard piece.pages.isEmpty else {
          let page = state.pieces[0].pages.removeFirst()
          state.held -= page.page.size
          return .success(page)
        }
        guard piece.isDone else { return nil }
        if let error = piece.error { return .failure(error) }
        state.pieces.removeFirst()
      }
      return .success(nil)
    }
    // There is room now.
    state.change { _ in }
    return try found.get()
  }

  /// Something that is handed over once.
  private final class Given {
    private var page: S3Page?
    init(_ page: Page) { self.page = page.page }
    func take() -> S3Page? { page.take() }
  }

  // MARK: - The threads

  private func addThread() throws(ObjectError) {
    let made = state.change { state in
      Result { () throws(ObjectError) in
        guard !isOver.isSet, state.threads.count < Self.most else { return }
        state.threads.append(try WorkerThread("ferry-list") { [self] in work() })
      }
    }
    try made.get()
  }

  private func work() {
    let client: BucketClient
    do throws(ObjectError) {
      client = try self.client(isOver)
    } catch {
      return state.change { state in
        guard let index = state.pieces.firstIndex(where: { !$0.isInHand && !$0.isDone }) else {
          return
        }
        (state.pieces[index].isDone, state.pieces[index].error) = (true, error)
      }
    }
    while let (number, start, room) = take() {
      var (listing, page) = (start, room)
      do throws(ObjectError) {
        let hasMore = try patience.persist { () throws(ObjectError) in
          try client.list(&listing, into: &page)
        }
        put(number, listing, page, hasMore: hasMore, lead: client.clockLead)
      } catch {
        fail(number, error)
      }
    }
  }

  /// What is to be read next; nil if there is nothing more.
  private func take() -> (number: Int, S3Listing, S3Page)? {
    state.wait { state, _ in
      if isOver.isSet || state.pieces.allSatisfy(\.isDone) { return .some(nil) }
      let hasRoom = state.held + state.inHand * Self.pageBytes < Self.heldBytes
      guard let index = Self.next(&state, hasRoom: hasRoom, prefix) else { return nil }
      state.pieces[index].isInHand = true
      state.inHand += 1
      let piece = state.pieces[index]
      return (piece.number, piece.listing, state.free.popLast() ?? S3Page())
    }
  }

  /// The first piece that nobody reads, or a new one.
  private static func next(_ state: inout State, hasRoom: Bool, _ prefix: [UInt8]) -> Int? {
    var isFirst = true
    for (index, piece) in state.pieces.enumerated() {
      if piece.error != nil { return nil }
      if piece.isDone && piece.pages.isEmpty { continue }
      // What is needed next has room always, or nobody could go on.
      guard hasRoom || (isFirst && piece.pages.isEmpty) else { return nil }
      if !piece.isInHand && !piece.isDone { return index }
      isFirst = false
    }
    guard hasRoom, state.credit >= 1 else { return nil }
    for index in state.pieces.indices where !state.pieces[index].isDone {
      if let start = cut(&state, index), start.starts(with: prefix) {
        let old = state.pieces[index]
        let listing = S3Listing(prefix: prefix, after: start)
        state.pieces.insert(
          Piece(number: state.pieceCount, start: start, end: old.end, listing: listing),
          at: index + 1)
        state.pieces[index].end = start
        state.pieceCount += 1
        return index + 1
      }
    }
    return nil
  }

  /// Where a piece is to be cut; nil if it had better not be.
  private static func cut(_ state: inout State, _ index: Int) -> [UInt8]? {
    let piece = state.pieces[index]
    guard piece.cutAt < piece.seen else { return nil }
    state.pieces[index].cutAt = piece.seen
    let start: [UInt8]?
    if piece.seen > 0 {
      let from = piece.start.isEmpty ? piece.first : piece.start
      start = state.space.key(behind: piece.last, from, times: Self.piece / Double(piece.seen))
    } else if index > 0 {
      // As far behind its start as that is behind the start of the piece before.
      let before = state.pieces[index - 1]
      let from = before.start.isEmpty ? before.first : before.start
      start = state.space.key(behind: piece.start, from, times: 1)
    } else {
      start = nil
    }
    guard let start, let end = piece.end else { return start }
    return start.lexicographicallyPrecedes(end) ? start : nil
  }

  private func put(
    _ number: Int, _ listing: S3Listing, _ page: consuming S3Page, hasMore: Bool, lead: Int64
  ) {
    let given = Given(Page(page: page))
    let isToGrow = state.change { state -> Bool in
      state.clockLead = lead
      state.inHand -= 1
      guard let index = state.pieces.firstIndex(where: { $0.number == number }),
        let page = given.take()
      else { return false }
      state.pieces[index].listing = listing
      let isLast = !hasMore || listing.isDone
      state.held += Self.put(page, isLast, &state.pieces[index], &state.space)
      let isEmpty = state.pieces[index].seen == 0 && state.pieces[index].isDone
      state.credit = min(Self.mostCredit, state.credit + (isEmpty ? -1 : 0.25))
      return !isLast
    }
    guard isToGrow else { return }
    do throws(ObjectError) {
      try addThread()
    } catch {
      // Those that there are do it as well.
      return
    }
  }

  /// Gives a piece its next page.
  ///
  /// - Returns: Bytes of it that are kept.
  private static func put(
    _ page: S3Page, _ isLast: Bool, _ piece: inout Piece, _ space: inout KeySpace
  ) -> Int {
    piece.isInHand = false
    var count = page.count
    while let end = piece.end, count > 0,
      page.withKey(count - 1, { end.precedes($0) })
    {
      count -= 1
    }
    piece.isDone = isLast || count < page.count
    guard count > 0 else { return 0 }
    for index in stride(from: 0, to: page.count, by: max(1, page.count / 16)) {
      page.withKey(index) { space.learn($0) }
    }
    if piece.seen == 0 { piece.first = page.key(0) }
    piece.seen += 1
    piece.last = page.key(count - 1)
    piece.pages.append(Page(page: page, count: count))
    return page.size
  }

  private func fail(_ number: Int, _ error: ObjectError) {
    state.change { state in
      state.inHand -= 1
      guard let index = state.pieces.firstIndex(where: { $0.number == number }) else { return }
      state.pieces[index].isInHand = false
      (state.pieces[index].isDone, state.pieces[index].error) = (true, error)
    }
  }
}

extension [UInt8] {
  /// Whether it comes before other bytes.
  fileprivate func precedes(_ other: UnsafeRawBufferPointer) -> Bool {
    lexicographicallyPrecedes(other)
  }
}
