import Calendar
import Glibc
import Inventory
import Migration
import Platform
import Wire

/// The verb about what a run could not move: as a table, as data, or as an inventory.
///
/// There can be millions: a page is asked for, told, and forgotten.
extension Session {
  func failed() throws(Failure) -> Answer {
    let csv = invocation.isSet("csv")
    let folder = invocation.value("inventory")
    if csv && invocation.isSet("json") {
      throw Failure.usage(UsageError("'--json' and '--csv' exclude each other"))
    }
    if folder != nil && (csv || invocation.isSet("all")) {
      throw Failure.usage(
        UsageError(
          "'--inventory' holds what still fails and a retry could move; "
            + "it does not go with '--all' or '--csv'"))
    }
    let run = try whole("run", in: 1...Int64.max)
    // The first page tells whether there is anything to tell of, before a word is written.
    let first = try page(of: run, after: "")
    if let folder { return try inventory(in: folder, from: first) }
    if csv { return try tell(from: first, CSVTeller()) }
    if isJSON { return try tell(from: first, JSONTeller(time: LocalClock.now)) }
    return try tell(
      from: first,
      TableTeller(
        showsRecovered: invocation.isSet("all"), colours: console.colours, run: first.runtimeId))
  }

  private func page(of run: Int64?, after marker: String) throws(Failure) -> FailuresView {
    var request = ControlRequest("GET", "jobs", name, "failures")
    request.add("runtimeId", run.map { String($0) })
    if !marker.isEmpty { request.add("marker", marker) }
    if invocation.isSet("all") { request.add("all", "true") }
    return try ask(request, for: FailuresView.self)
  }

  /// Hands all pages on, the first one included; those after it are of the same run.
  private func pages(
    from first: FailuresView, _ body: (FailuresView) throws(Failure) -> Bool
  ) throws(Failure) {
    var view = first
    while try body(view), view.truncated, !view.nextMarker.isEmpty {
      view = try page(of: Int64(first.runtimeId), after: view.nextMarker)
    }
  }

  private func tell(
    from first: FailuresView, _ teller: some FailureTeller
  ) throws(Failure) -> Answer {
    var teller = teller
    var isRead = write(teller.opening)
    try pages(from: first) { (view) throws(Failure) in
      isRead = isRead && write(teller.text(of: view.entries))
      return isRead
    }
    if isRead { _ = write(teller.closing) }
    return Answer(lines: [], isTold: true)
  }

  /// Writes on standard output; false if nobody reads any more.
  private func write(_ text: String) -> Bool {
    Console.write(Array(text.utf8), to: STDOUT_FILENO)
  }

  // MARK: - Inventories

  private func inventory(
    in folder: String, from first: FailuresView
  ) throws(Failure) -> Answer {
    guard !first.runtimeId.isEmpty else {
      throw Failure.local(
        code: RefusalCode.historyIsEmpty.word,
        message: "job '\(name)' has no run yet, so that there is nothing to list")
    }
    let head = InventoryHead(
      name: first.jobName, sourceBucket: first.source, destinationBucket: first.destination,
      created: WallClock.now().seconds)
    var left = FailureSummary()
    var writer = try attempt { () throws(InventoryError) in
      try InventoryWriter(folder: folder, head)
    }
    try pages(from: first) { (view) throws(Failure) in
      for entry in view.entries {
        // What a retry cannot move would only fail again.
        guard entry.code.isRetryable else {
          left.add(entry)
          continue
        }
        try attempt { () throws(InventoryError) in try writer.add(InventoryRow(entry)) }
      }
      return true
    }
    let (rows, files) = try attempt { () throws(InventoryError) in try writer.finish() }
    return answer(folder, rows, files, left)
  }

  private func answer(
    _ folder: String, _ rows: Int64, _ files: Int, _ left: FailureSummary
  ) -> Answer {
    let data: JSONValue = [
      "Manifest": .string(folder + "/manifest.json"), "Objects": .integer(rows),
      "Files": .integer(Int64(files)), "LeftOut": .integer(left.count),
    ]
    var lines = ["\(SizeText.count(rows)) objects are listed in \(folder)/manifest.json"]
    if left.count > 0 {
      let codes = left.failing.keys.map(\.rawValue).sorted().joined(separator: ", ")
      lines.append("\(SizeText.count(left.count)) are left out, because no retry helps: \(codes)")
    }
    return Answer(data: data.text, lines: lines)
  }
}

/// An inventory that cannot be written, as the verb's failure.
private func attempt<Value: ~Copyable>(
  _ body: () throws(InventoryError) -> Value
) throws(Failure) -> Value {
  do {
    return try body()
  } catch {
    throw Failure.local(code: RefusalCode.invalidArgument.word, message: error.description)
  }
}

extension InventoryRow {
  /// A failed object as an inventory lists it.
  fileprivate init(_ entry: FailureEntry) {
    self.init(
      encodedKey: PercentText.encoded(entry.key.bytes, keepingSlashes: true), size: entry.size,
      modified: entry.modifiedText)
  }
}
