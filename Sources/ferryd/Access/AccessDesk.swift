import Calendar
import Engine
import Migration
import Platform
import Server
import Signing
import Store
import Wire

/// Who may come in from elsewhere: the keys of the configuration and the tokens of the database.
struct AccessDesk: AccessPort, TokenPort {
  let settings: LiveSettings
  let reader: Reader
  let gate: CommandGate
  let log: Log

  /// What a token begins with, so that one that was lost is found by those who look for such.
  static let prefix = "ferry_"
  private static let secretBytes = 32
  /// How many tokens there may be.
  private static let most = 1000

  var now: Instant { WallClock.now() }

  // MARK: - Coming in

  func accessKey(withID id: String) -> AccessKey? { settings.now.accessKeys[id] }

  func token(_ text: String) throws(Refusal) -> (name: String, role: Role)? {
    guard text.hasPrefix(Self.prefix), text.utf8.count <= 100 else { return nil }
    let digest = try Self.digest(of: text)
    let found = try reader.read { (store) throws(StoreFailure) in
      try store.token(withDigest: digest)
    }
    guard let found, let role = Role(rawValue: found.role) else { return nil }
    if let end = found.expires, end <= now { return nil }
    return (found.name, role)
  }

  /// A hash without salt does: the token is 256 bits that nobody chose.
  private static func digest(of text: String) throws(Refusal) -> [UInt8] {
    do {
      return try SHA256.digest(of: Array(text.utf8))
    } catch {
      throw Refusal(.internalError, "the token's digest could not be computed: \(error)")
    }
  }

  // MARK: - Tokens

  func createToken(_ request: TokenRequest, by caller: Caller) throws(Refusal) -> TokenView {
    let text: String
    do throws(SystemError) {
      text = Self.prefix + HexText.encode(try RandomBytes.make(count: Self.secretBytes))
    } catch {
      throw Refusal(.internalError, "the kernel gave no random bytes: \(error)")
    }
    log.redactor.learn(Secret(text))
    let now = now
    let record = TokenRecord(
      name: request.name, digest: try Self.digest(of: text), role: request.role.rawValue,
      created: now, expires: request.lifetime.map { now.advanced(byMicroseconds: $0) },
      createdBy: caller.name)
    try gate.write { (store) throws(Refusal) in
      try store.keeping { () throws(StoreFailure) in
        let all = try store.tokens()
        guard !all.contains(where: { $0.name == record.name }) else {
          return Refusal(
            .tokenAlreadyExists,
            "there is a token '\(record.name)' already; choose another name, or delete it first")
        }
        guard all.count < Self.most else {
          return Refusal(
            .invalidArgument, "there are \(all.count) tokens, and no more are kept; delete some")
        }
        try store.add(record)
        return nil
      }
    }
    var view = TokenView(record, now: now)
    view.token = text
    return view
  }

  func tokens() throws(Refusal) -> [TokenView] {
    let now = now
    return try reader.read { (store) throws(StoreFailure) in
      try store.tokens().map { TokenView($0, now: now) }
    }
  }

  func deleteToken(named name: String, by caller: Caller) throws(Refusal) {
    try gate.write { (store) throws(Refusal) in
      try store.keeping { () throws(StoreFailure) in
        guard try store.tokens().contains(where: { $0.name == name }) else {
          return Refusal(
            .noSuchToken, "there is no token '\(name.prefix(70))'; list-token shows them")
        }
        try store.removeToken(named: name)
        return nil
      }
    }
  }

  // MARK: - What was changed

  func audit(_ query: AuditQuery) throws(Refusal) -> PageView<AuditEntry> {
    let count = query.page.count
    let records = try reader.read { (store) throws(StoreFailure) in
      try store.audit(
        before: Int64(query.page.marker), subject: query.subject.isEmpty ? nil : query.subject,
        limit: count + 1)
    }
    let shown = records.prefix(count)
    return PageView(
      shown.map { AuditEntry($0) },
      nextMarker: records.count > count ? shown.last.map { String($0.id) } ?? "" : "")
  }

  /// Keeps what was to be changed; that it could not be kept is told to the log.
  func record(_ change: ChangeRecord, role: Role?) {
    let record = AuditRecord(
      at: now, caller: change.caller.name, role: role?.rawValue ?? "", place: change.caller.place,
      action: change.action, subject: String(log.redactor.clean(change.subject).prefix(128)),
      outcome: change.outcome, request: change.requestID)
    do throws(Refusal) {
      try gate.write { (store) throws(Refusal) in
        try store.keeping { () throws(StoreFailure) in
          try store.add(record)
          return nil
        }
      }
    } catch {
      log.warning(
        "\(record.action) of '\(record.subject)' by \(record.caller) from \(record.place) "
          + "(\(record.outcome.isEmpty ? "done" : record.outcome)) could not be recorded: "
          + error.message)
    }
  }
}

extension JobDatabase {
  /// Does what is asked, or tells why not.
  func keeping(_ body: () throws(StoreFailure) -> Refusal?) throws(Refusal) {
    let refusal: Refusal?
    do throws(StoreFailure) {
      refusal = try body()
    } catch {
      throw Refusal(.unavailable, "the state cannot be written now: \(error.message)")
    }
    if let refusal { throw refusal }
  }
}

extension TokenView {
  fileprivate init(_ record: TokenRecord, now: Instant) {
    self.init(
      name: record.name, role: record.role, createTime: record.created,
      expireTime: record.expires, isExpired: record.expires.map { $0 <= now } ?? false,
      createdBy: record.createdBy)
  }
}

extension AuditEntry {
  fileprivate init(_ record: AuditRecord) {
    self.init(
      id: record.id, time: record.at, caller: record.caller, role: record.role,
      place: record.place, action: record.action, subject: record.subject,
      outcome: record.outcome.isEmpty ? "done" : record.outcome, requestID: record.request)
  }
}
