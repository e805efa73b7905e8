import Engine
import Migration
import Store
import Synchronization

/// The database as the doors read it: a connection of its own beside the loop's.
final class Reader: Sendable {
  private let store: Mutex<JobDatabase>

  /// Opens the database of the running daemon.
  init(path: String) throws(StoreFailure) {
    store = Mutex(try JobDatabase(reading: path))
  }

  /// Lends the connection.
  func read<Value: Sendable>(
    _ body: (JobDatabase) throws(StoreFailure) -> Value
  ) throws(Refusal) -> Value {
    do throws(StoreFailure) {
      return try store.withLock { (store) throws(StoreFailure) in try body(store) }
    } catch {
      throw Refusal(.internalError, "the state could not be read: \(error.message)")
    }
  }

  func job(named text: String) throws(Refusal) -> Job {
    let name = try Name(text, of: "job")
    let job = try read { (store) throws(StoreFailure) in try store.job(named: name) }
    guard let job else {
      throw Refusal(
        .noSuchJob, "The specified import job does not exist: '\(name)'; list-job shows them")
    }
    return job
  }

  func job(version: String) throws(Refusal) -> Job {
    let job = try read { (store) throws(StoreFailure) in try store.job(version: version) }
    guard let job else {
      throw Refusal(
        .noSuchJob,
        "The specified import job does not exist: no job has this ID; "
          + "list-job shows them")
    }
    return job
  }

  func address(named text: String) throws(Refusal) -> Address {
    let name = try Name(text, of: "address")
    let address = try read { (store) throws(StoreFailure) in try store.address(named: name) }
    guard let address else {
      throw Refusal(
        .noSuchAddress,
        "The specified import address does not exist: '\(name)'; list-address shows them")
    }
    return address
  }
}
