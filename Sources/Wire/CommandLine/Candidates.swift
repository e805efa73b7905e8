import Migration

/// What a shell may offer where a flag's value or a verb's argument is to be typed.
enum Candidates: Hashable {
  /// These words.
  case words([String])
  /// The names of jobs, which the daemon knows.
  case jobs
  /// The names of addresses, which the daemon knows.
  case addresses
  /// The machine's time zones.
  case zones
  /// A folder's path.
  case folder
  /// A file's path.
  case file
  /// Nothing: the user makes it up.
  case none
}

extension Flag {
  /// What may stand behind the flag; flags of one name take the same everywhere.
  var candidates: Candidates {
    switch name {
    case "address-type": .words(Served.keptAddressTypes)
    case "data-type", "inv-location": .words(Served.listPlaces)
    case "overwrite-mode": .words(["always", "never"])
    case "transfer-mode": .words(["all", "lastmodified", "changed", "crc64"])
    case "overlap": .words(ScheduleRule.Overlap.allCases.map(\.rawValue))
    case "catch-up": .words(ScheduleRule.CatchUp.allCases.map(\.rawValue))
    case "auto-retry": .words(["yes", "no"])
    case "log-mode": .words(LogMode.allCases.map(\.rawValue))
    case "access-secret", "security-token": .words(["-"])
    case "src-address", "dest-address": .addresses
    case "parent-name": .jobs
    case "time-zone": .zones
    case "prefix", "inventory", "config": .folder
    case "socket", "inv-path", "output": .file
    default: .none
    }
  }

  /// Whether it is offered: what would only be refused is not.
  var isOffered: Bool {
    switch effect {
    case .served: true
    case .none, .refused: false
    }
  }

  /// Whether something has to stand behind it.
  var takesValue: Bool { kind != .toggle }
}

extension Verb {
  /// What may stand behind the verb.
  var candidates: Candidates {
    switch id {
    case .createAddress, .createJob, .listAddress, .listJob, .status, .reload, .catConfig, .doctor,
      .metrics, .createToken, .listToken, .deleteToken:
      .none
    case .check, .backup: .file
    case .updateAddress, .getAddress, .verifyAddress, .deleteAddress, .catAddress: .addresses
    case .getJob, .getJobStatus, .listJobHistory, .startJob, .pauseJob, .closeJob, .retryJob,
      .failed, .logs, .updateQos, .updateJob, .enable, .disable, .deleteJob, .next, .watch,
      .catJob, .audit:
      .jobs
    }
  }
}
