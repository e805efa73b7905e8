import Migration
import Store

/// What was found under a row's key.
enum LookedRow: Sendable {
  case item(WalkItem)
  /// The job leaves it out.
  case leftOut
  /// Nothing can be looked at any more.
  case trouble(InventoryProblem)
}

/// Looks at what rows name, on both sides; one thread uses one.
///
/// Where a list tells size and time of an object in a bucket, the source is not asked.
final class RowLooker {
  /// What the objects come from.
  enum Source {
    case folder(KeyLook)
    case bucket(BucketClient)
    case web(WebClient)
  }

  private let order: MoveOrder
  private let sieve: ObjectSieve
  private let source: Source
  private let destination: DestinationFacts
  private let patience: Patience

  init(
    _ order: MoveOrder, _ sieve: ObjectSieve, _ source: Source, _ destination: DestinationFacts,
    _ patience: Patience
  ) {
    self.order = order
    self.sieve = sieve
    self.source = source
    self.destination = destination
    self.patience = patience
  }

  func look(_ row: ListedRow) -> LookedRow {
    if let why = row.problem {
      return failed(row, .unreadableRow, "the row cannot be read: \(why)")
    }
    if let why = problem(withKeyOf: row) {
      return failed(row, .invalidKey, (row.line.isEmpty ? "" : "\(row.line): ") + "the key \(why)")
    }
    guard sieve.passes(key: row.key) else { return .leftOut }
    do throws(ObjectError) {
      return try found(row)
    } catch {
      return trouble(row, error)
    }
  }

  /// Why neither side can have the key; nil if both can.
  private func problem(withKeyOf row: ListedRow) -> String? {
    if order.sourceFolder != nil || order.destinationFolder != nil,
      let why = InventoryWalk.problem(with: row.key)
    {
      return why
    }
    if case .web = source, row.kind == .folder {
      return "ends in '/', and what a URL gives is no folder"
    }
    return order.destinationBucket == nil ? nil : BucketWalk.problem(withNameInBucket: row.key)
  }

  private func found(_ row: ListedRow) throws(ObjectError) -> LookedRow {
    switch source {
    case .folder(let look): return try found(row, look)
    case .bucket(let client): return try found(row, client)
    case .web(let client): return try found(row, client)
    }
  }

  private func found(_ row: ListedRow, _ look: KeyLook) throws(ObjectError) -> LookedRow {
    guard let facts = try look.look(row.key)?.facts else {
      return failed(row, .specialFile, "a socket, pipe or device is not moved")
    }
    if facts.kind == .symlink, sieve.excludesSymlinks { return .leftOut }
    guard sieve.passes(modified: facts.modified) else { return .leftOut }
    switch (facts.kind, row.kind) {
    case (.folder, .folder), (.file, .file): return try compared(row, facts)
    case (.folder, _):
      return failed(
        row, .sourceGone, "a folder is in its place now; a list names a folder with '/' at the end")
    case (_, .folder): return failed(row, .sourceGone, "it is no folder any more")
    case (.symlink, .file), (.symlink, .symlink), (.file, .symlink):
      return failed(row, .symbolicLink, BucketWalk.linkText, facts)
    }
  }

  private func found(_ row: ListedRow, _ client: BucketClient) throws(ObjectError) -> LookedRow {
    let facts: ObjectFacts
    if let size = row.about.size, let modified = row.about.modified {
      let isFolder = row.kind == .folder && size == 0
      facts = ObjectFacts(
        kind: isFolder ? .folder : .file, size: size, modified: modified,
        mode: isFolder ? 0o755 : 0o644)
    } else if let object = try patience.persist({ () throws(ObjectError) in
      try client.look(row.key)
    }) {
      facts = object.facts
    } else {
      return failed(row, .sourceGone, "the bucket has no object with this key (any more)")
    }
    guard sieve.passes(modified: facts.modified) else { return .leftOut }
    if order.destinationFolder != nil, let why = BucketWalk.problem(withFolder: row.key, facts) {
      return failed(row, .invalidKey, why, facts)
    }
    return try compared(row, facts)
  }

  private func found(_ row: ListedRow, _ client: WebClient) throws(ObjectError) -> LookedRow {
    guard let text = row.about.url else {
      return failed(row, .unreadableRow, "the row cannot be read: it has no URL")
    }
    let url: WebURL
    do throws(WebURL.Problem) {
      url = try WebURL(listed: text)
    } catch {
      return failed(row, .unreadableRow, "the row cannot be read: its URL \(error.text)")
    }
    let object = try patience.persist { () throws(ObjectError) in try client.look(url) }
    guard sieve.passes(modified: object.facts.modified) else { return .leftOut }
    var facts = object.facts
    guard var other = try destination.compare(row.key, &facts) else {
      return .item(.object(object.facts, destination: nil))
    }
    // What is not told is no difference.
    if !object.hasSize { other.size = facts.size }
    return .item(.object(facts, destination: other))
  }

  private func compared(_ row: ListedRow, _ listed: ObjectFacts) throws(ObjectError) -> LookedRow {
    var facts = listed
    let other = try destination.compare(row.key, &facts)
    return .item(
      facts.kind == .folder
        ? .folder(facts, destination: other) : .object(facts, destination: other))
  }

  private func failed(
    _ row: ListedRow, _ code: FailureCode, _ text: String, _ facts: ObjectFacts? = nil
  ) -> LookedRow {
    .item(.failure(row.failure(code, text, facts), nil))
  }

  /// What an error means: that the object fails, or that there is no sense in going on.
  private func trouble(_ row: ListedRow, _ error: ObjectError) -> LookedRow {
    // Nothing is to be said of the object.
    if error.cause == .stopped { return .trouble(InventoryProblem(trouble: "the run stops")) }
    let isOfStore = if case .store = error.cause { true } else { false }
    guard isOfStore, !error.isOfOneObject || error.side == .destination else {
      return .item(.failure(row.failure(error.failureCode, error.description), error))
    }
    let name = error.side == .source ? order.source : order.destination
    return .trouble(InventoryProblem(trouble: "\(name) cannot be looked at: \(error)"))
  }
}
