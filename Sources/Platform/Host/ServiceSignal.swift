import Glibc

/// A signal that the daemon answers in its loop.
public enum ServiceSignal: Hashable, Sendable, CaseIterable {
  /// SIGTERM: drain and exit.
  case terminate
  /// SIGINT: as SIGTERM, from a keyboard.
  case interrupt
  /// SIGHUP: read the configuration again.
  case hangup

  /// The signal's number on this machine.
  public var number: Int32 {
    switch self {
    case .terminate: SIGTERM
    case .interrupt: SIGINT
    case .hangup: SIGHUP
    }
  }

  /// The signal's name as signal(7) spells it.
  public var name: String {
    switch self {
    case .terminate: "SIGTERM"
    case .interrupt: "SIGINT"
    case .hangup: "SIGHUP"
    }
  }

  init?(number: Int32) {
    guard let match = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = match
  }
}
