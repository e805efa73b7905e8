/// Which of the lines that say the same again and again are written.
///
/// The first is, at once. Those that follow within a window are counted, and told in one line when
/// it has passed: "12 more times since 14:03:05Z: …". As long as they go on, there is one such line
/// for each window. Nothing here reads a clock or wakes anybody: whoever writes or wakes anyway asks
/// for what is due.
///
/// It keeps a bounded number of topics; of the one that was not heard of for longest the sum is told
/// early, to make room.
struct Coalescer {
  /// What a line is about: lines about the same are told once.
  struct Topic: Hashable {
    /// The kind of message.
    var id: MessageID
    /// The job, or what else has the trouble; may be empty.
    var subject: String
    /// What is wrong; may be empty.
    var reason: String
  }

  private struct Entry {
    /// When its window ends.
    var end: MonotonicTime
    /// The record that the sum repeats: the newest one.
    var newest: LogRecord
    /// When the last line about it was written, as the wall clock told it.
    var since: String
    /// Lines since then that were not written.
    var count = 0
    /// When it was last heard of, as a running number.
    var turn: UInt64
  }

  private let window: Int64
  private let limit: Int
  private var entries: [Topic: Entry] = [:]
  private var turn: UInt64 = 0
  /// No window ends before this.
  private var nextEnd = MonotonicTime(nanoseconds: .max)

  /// - Parameters:
  ///   - window: How long repetitions are counted, in nanoseconds.
  ///   - limit: The most topics that are kept.
  init(window: Int64 = 300_000_000_000, limit: Int = 512) {
    self.window = window
    self.limit = max(1, limit)
  }

  /// How many topics it knows.
  var count: Int { entries.count }

  /// Takes in a record.
  ///
  /// - Returns: Whether it is to be written now, and sums that are to be written before.
  mutating func take(
    _ record: LogRecord, about topic: Topic, now: MonotonicTime
  ) -> (sums: [LogRecord], isNew: Bool) {
    var sums = due(now: now)
    turn += 1
    guard entries[topic] == nil else {
      entries[topic]?.newest = record
      entries[topic]?.count += 1
      entries[topic]?.turn = turn
      return (sums, false)
    }
    if entries.count >= limit, let oldest = entries.min(by: { $0.value.turn < $1.value.turn }) {
      entries[oldest.key] = nil
      if let sum = Self.sum(oldest.value) { sums.append(sum) }
    }
    entries[topic] = Entry(
      end: now.advanced(byNanoseconds: window), newest: record, since: Self.time(of: record),
      turn: turn)
    nextEnd = min(nextEnd, now.advanced(byNanoseconds: window))
    return (sums, true)
  }

  /// The sums whose window has passed; what was not repeated in it is forgotten.
  mutating func due(now: MonotonicTime) -> [LogRecord] {
    guard nextEnd <= now else { return [] }
    var sums: [(turn: UInt64, record: LogRecord)] = []
    nextEnd = MonotonicTime(nanoseconds: .max)
    for (topic, entry) in entries {
      guard entry.end <= now else {
        nextEnd = min(nextEnd, entry.end)
        continue
      }
      guard let sum = Self.sum(entry) else {
        entries[topic] = nil
        continue
      }
      sums.append((entry.turn, sum))
      let end = now.advanced(byNanoseconds: window)
      entries[topic]?.end = end
      entries[topic]?.since = Self.time(of: entry.newest)
      entries[topic]?.count = 0
      nextEnd = min(nextEnd, end)
    }
    return sums.sorted { $0.turn < $1.turn }.map(\.record)
  }

  /// Forgets topics, because what they speak of has ended or nobody will ask any more.
  ///
  /// - Returns: What of them has still to be told.
  mutating func end(where isOver: (Topic) -> Bool) -> [LogRecord] {
    let over = entries.filter { isOver($0.key) }
    for topic in over.keys { entries[topic] = nil }
    return over.values.sorted { $0.turn < $1.turn }.compactMap(Self.sum)
  }

  /// One line for all that was counted; nil if nothing was.
  private static func sum(_ entry: Entry) -> LogRecord? {
    guard entry.count > 0 else { return nil }
    let newest = entry.newest
    let times = entry.count == 1 ? "once more" : "\(entry.count) more times"
    return LogRecord(
      time: newest.time, level: newest.level,
      message: "\(times) since \(entry.since): \(newest.message)", id: newest.id,
      fields: newest.fields + [LogField("FERRY_REPEATED", entry.count)])
  }

  /// The time of day in UTC: `14:03:05Z`.
  private static func time(of record: LogRecord) -> String {
    String(UTCText.seconds(record.time).drop { $0 != "T" }.dropFirst())
  }
}
