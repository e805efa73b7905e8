import Configuration
import Dispatch
import Engine
import Migration
import Platform
import Store
import Synchronization
import Wire

/// Reads the configuration again while the daemon runs, beside the loop: a dead file system must
/// not hold it up.
final class Reloader: Sendable {
  private let loader: ConfigLoader
  private let reader: Reader
  private let gate: CommandGate
  private let tally: Tally
  private let alerts: Alerts
  private let secrets: AddressSecrets
  private let log: Log
  private let notify = ServiceNotify()
  /// One reload at a time: the newest files win.
  private let turn = DispatchSemaphore(value: 1)
  /// Whether a signal's reload has still to begin.
  private let isAwaited = Atomic(false)

  /// How long another reload, and then the reading, may take, in seconds; the command line waits a
  /// minute for an answer.
  private static let patience = (turn: 15, reading: 35)

  init(
    loader: ConfigLoader, reader: Reader, gate: CommandGate, secrets: AddressSecrets,
    tally: Tally, alerts: Alerts, log: Log
  ) {
    self.loader = loader
    self.reader = reader
    self.gate = gate
    self.tally = tally
    self.alerts = alerts
    self.secrets = secrets
    self.log = log
  }

  /// Reloads for a signal, on a thread of its own; the log tells what came of it.
  func reloadAside() {
    // Signals that come before it begins ask for the same.
    guard !isAwaited.exchange(true, ordering: .sequentiallyConsistent) else { return }
    do throws(SystemError) {
      _ = try OwnThread(name: "reload") { [self] in
        // What came of it is in the log.
        _ = try? reload()
      }
    } catch {
      isAwaited.store(false, ordering: .sequentiallyConsistent)
      log.error("reload refused, nothing has changed: no thread could be started: \(error)")
    }
  }

  /// Reads all files and has the loop adopt them; blocks the calling thread until that is done.
  ///
  /// - Throws: `InvalidConfiguration` with all mistakes, a line each; then nothing has changed.
  func reload() throws(Refusal) -> ReloadView {
    guard turn.wait(timeout: .now() + .seconds(Self.patience.turn)) == .success else {
      isAwaited.store(false, ordering: .sequentiallyConsistent)
      let refusal = Refusal(
        .unavailable, "another reload is under way since \(Self.patience.turn) s; try again later")
      log.tell(.error, .reloadRefused, "reload refused, nothing has changed: \(refusal.message)")
      throw refusal
    }
    defer { turn.signal() }
    isAwaited.store(false, ordering: .sequentiallyConsistent)
    notify.reloading()
    defer { notify.ready() }
    do {
      let view = try gate.adopt(try read())
      tally.reloaded(true, at: WallClock.now())
      for warning in view.warnings { log.warning("\(warning)") }
      log.tell(.notice, .reloaded, "configuration reloaded: \(view.summary)")
      secrets.lookAside()
      return view
    } catch {
      tally.reloaded(false, at: WallClock.now())
      alerts.reloadRefused(error.message)
      for line in error.message.split(separator: "\n") where !line.hasPrefix(" ") {
        log.tell(.error, .reloadRefused, "reload refused, nothing has changed: \(line)")
      }
      throw Self.told(error)
    }
  }

  private func read() throws(Refusal) -> ConfigReading {
    let (loader, reader) = (loader, reader)
    let result = Within.seconds(Self.patience.reading) {
      () -> Result<ConfigReading, ConfigFailure<Refusal>> in
      do throws(ConfigFailure<Refusal>) {
        return .success(
          try loader.read(now: WallClock.now()) { (name) throws(Refusal) in
            try reader.read { (store) throws(StoreFailure) in try store.zone(ofJobNamed: name) }
          })
      } catch {
        return .failure(error)
      }
    }
    guard let result else {
      throw Refusal(
        .unavailable,
        "\(loader.layers.folders[0]) could not be read in \(Self.patience.reading) s; "
          + "is its file system there?")
    }
    do throws(ConfigFailure<Refusal>) {
      return try result.get()
    } catch {
      switch error {
      case .mistakes(let errors): throw Refusal(.invalidConfiguration, errors.description)
      case .state(let refusal): throw refusal
      }
    }
  }

  /// The refusal that a client is told: what the files are to be blamed for has one code.
  private static func told(_ refusal: Refusal) -> Refusal {
    let ofFiles: Set<RefusalCode> = [.invalidConfiguration, .invalidArgument, .addressOccupied]
    guard ofFiles.contains(refusal.code) else { return refusal }
    return Refusal(
      .invalidConfiguration, "the configuration is refused, nothing has changed\n\(refusal.message)"
    )
  }
}
