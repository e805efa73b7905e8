import Calendar
import Engine
import Dispatch
import Glibc
import Inventory
import Migration
import Platform
import Store
import Synchronization
import Wire

/// Lists of what runs could not move, as inventories that clients make addresses of.
///
/// The cloud puts them into a bucket of its own; here they lie in the daemon's state, and are made
/// when somebody asks. A run's list is named by how much of it still fails, which only ever shrinks:
/// the same number is the same list.
final class ListDesk: Sendable {
  /// The folder with the lists.
  let folder: String
  private let control: Control
  private let log: Log
  private let making = Mutex<Set<String>>([])

  /// How long a request waits for a list, in milliseconds: less than a client waits.
  private static let patience = 3_000

  init(folder: String, control: Control, log: Log) {
    self.log = log
    self.folder = folder
    self.control = control
  }

  /// Where the list of what a run could not move is, as the fields of GetJobResult.
  func place(ofJobNamed name: String, run: Int64) throws(Refusal) -> [JSONMember] {
    let result = try control.result(ofJobNamed: name, run: run)
    let job = try control.reader.job(named: name)
    let source = try control.reader.address(named: job.definition.source.text)
    let path = "\(folder)/\(result.version)/\(run)-\(result.retryable)"
    guard try isThere(path, name, run) else {
      // It is being made: that is what the word is for.
      return [JSONMember("ReadyRetry", .string(RetryReadiness.notReady.rawValue))]
    }
    var members = [
      JSONMember("AddressType", "inv"), JSONMember("InvLocation", "local"),
      JSONMember("InvPath", .string("\(path)/manifest.json")),
    ]
    if let bucket = source.location.bucket {
      members.append(JSONMember("DataType", .string(bucket.kind.word)))
    }
    return members
  }

  /// Has the list made if it is not there.
  private func isThere(_ path: String, _ name: String, _ run: Int64) throws(Refusal) -> Bool {
    if access(path + "/manifest.json", F_OK) == 0 { return true }
    guard making.withLock({ $0.insert(path).inserted }) else { return false }
    let ended = DispatchSemaphore(value: 0)
    do throws(SystemError) {
      _ = try OwnThread(name: "list") { [self] in
        do {
          try make(path, name, run)
        } catch {
          log.warning("the list of what job \(name) could not move in run \(run): \(error)")
        }
        making.withLock { making in _ = making.remove(path) }
        ended.signal()
      }
    } catch {
      making.withLock { making in _ = making.remove(path) }
      throw Refusal(.unavailable, "no thread could be started to write the list: \(error)")
    }
    _ = ended.wait(timeout: .now() + .milliseconds(Self.patience))
    return access(path + "/manifest.json", F_OK) == 0
  }

  private func make(_ path: String, _ name: String, _ run: Int64) throws {
    sweep()
    var query = FailuresQuery(jobName: name, run: run)
    query.count = 1000
    var page = try control.failures(query)
    for folder in [folder, parent(of: path)] where mkdir(folder, 0o700) != 0 && errno != EEXIST {
      throw SystemError(errno, "mkdir", folder)
    }
    var writer = try InventoryWriter(
      folder: path,
      InventoryHead(
        name: name, sourceBucket: page.source, destinationBucket: page.destination,
        created: WallClock.now().seconds))
    while true {
      for entry in page.entries where entry.code.isRetryable && !entry.isRecovered {
        try writer.add(InventoryRow(entry))
      }
      guard page.truncated, let last = page.entries.last else { break }
      query.marker = last.key
      page = try control.failures(query)
    }
    _ = try writer.finish()
  }

  private func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? path
  }

  /// Removes the lists of jobs that are gone.
  private func sweep() {
    for version in (try? FolderNames.read(folder)) ?? [] {
      let found = try? control.reader.read { (store) throws(StoreFailure) in
        try store.job(version: version) != nil
      }
      guard found == false else { continue }
      remove("\(folder)/\(version)")
    }
  }

  /// Removes a folder of lists; what cannot be removed is tried again with the next list.
  private func remove(_ path: String) {
    for name in (try? FolderNames.read(path)) ?? [] {
      let list = "\(path)/\(name)"
      for file in (try? FolderNames.read(list + "/data")) ?? [] { unlink("\(list)/data/\(file)") }
      rmdir(list + "/data")
      unlink(list + "/manifest.json")
      rmdir(list)
    }
    rmdir(path)
  }

  /// The job and the run of which a manifest is the list; nil for any other file.
  static func origin(of manifest: String, in folder: String) -> (version: String, run: Int64)? {
    guard manifest.hasPrefix(folder + "/") else { return nil }
    let parts = manifest.dropFirst(folder.utf8.count + 1).split(separator: "/")
    guard parts.count == 3, parts[2] == "manifest.json",
      let run = parts[1].split(separator: "-").first.flatMap({ Int64($0) })
    else { return nil }
    return (String(parts[0]), run)
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
