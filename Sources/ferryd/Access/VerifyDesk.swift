import Dispatch
import Migration
import Platform
import Server
import Synchronization
import Wire

/// Looks at addresses beside the requests that ask for it: a look can take longer than a client of
/// the cloud's waits.
final class VerifyDesk: Sendable {
  private enum Look {
    /// It goes on.
    case underWay
    /// It has ended, with what it found, at a moment.
    case ended(VerifyView, MonotonicTime)
  }

  /// By the addresses' names.
  private let looks = Mutex<[String: Look]>([:])
  private let control: any ControlPort

  /// So many looks go on at once; each may keep a thread in a dead mount.
  private static let most = 16
  /// For how long a result is told again instead of looking again, in nanoseconds: those who poll
  /// come back for it.
  private static let fresh: Int64 = 10_000_000_000
  /// How long a request waits for a look that is quick, in milliseconds.
  private static let patience = 300

  init(_ control: any ControlPort) {
    self.control = control
  }

  /// Whether an address is being looked at.
  func isUnderWay(_ name: String) -> Bool {
    looks.withLock { looks in
      if case .underWay? = looks[name] { true } else { false }
    }
  }

  /// Begins a look, or tells of one.
  ///
  /// - Returns: What was found within a moment or a little before; else with an empty status.
  func begin(_ address: Address, by caller: Caller) throws(Refusal) -> VerifyView {
    let name = address.name.text
    let now = MonotonicTime.now()
    let known: Result<VerifyView?, Refusal> = looks.withLock { looks in
      looks = looks.filter { _, look in
        if case .ended(_, let at) = look { now.nanoseconds(since: at) < Self.fresh } else { true }
      }
      switch looks[name] {
      case .underWay?: return .success(VerifyView(status: ""))
      case .ended(let view, _)?: return .success(view)
      case nil: break
      }
      guard looks.count < Self.most * 4,
        looks.values.count(where: { if case .underWay = $0 { true } else { false } }) < Self.most
      else {
        return .failure(
          Refusal(.unavailable, "\(Self.most) addresses are being verified; try again later"))
      }
      looks[name] = .underWay
      return .success(nil)
    }
    if let view = try known.get() { return view }
    return try look(name, by: caller)
  }

  private func look(_ name: String, by caller: Caller) throws(Refusal) -> VerifyView {
    let ended = DispatchSemaphore(value: 0)
    do throws(SystemError) {
      _ = try OwnThread(name: "verify") { [self] in
        let view = try? control.verifyAddress(named: name, by: caller)
        looks.withLock { looks in
          // Without a result the address has gone meanwhile, or the daemon stops.
          looks[name] = view.map { .ended($0, .now()) }
        }
        ended.signal()
      }
    } catch {
      looks.withLock { looks in _ = looks.removeValue(forKey: name) }
      throw Refusal(.unavailable, "no thread could be started to verify the address: \(error)")
    }
    _ = ended.wait(timeout: .now() + .milliseconds(Self.patience))
    return looks.withLock { looks in
      if case .ended(let view, _)? = looks[name] { view } else { VerifyView(status: "") }
    }
  }
}
