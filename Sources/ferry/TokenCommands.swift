import Migration
import Wire

/// The verbs about clients elsewhere: their tokens, and what they and others have changed.
extension Session {
  func createToken() throws(Failure) -> Answer {
    var body: JSONValue = [
      "Name": .string(name), "Role": .string(invocation.value("role") ?? ""),
    ]
    if let lifetime = invocation.value("lifetime"), case .object(let members) = body {
      body = .object(members + [JSONMember("Lifetime", .string(lifetime))])
    }
    let (view, text) = try told(
      ControlRequest("POST", "tokens", body: body), as: TokenView.self)
    let end = view.expireTime.map { "until \(LocalClock.text($0))" } ?? "for ever"
    console.warn("this token is shown this once; it holds \(end), as \(view.role)")
    return Answer(data: text, lines: [view.token])
  }

  func listTokens() throws(Failure) -> Answer {
    let response = try send(ControlRequest("GET", "tokens"))
    let tokens: [TokenView]
    do {
      guard case .array(let list)? = try JSONValue.read(response.body)["Tokens"] else {
        return Answer(lines: [])
      }
      tokens = try list.map { json throws(WireError) in try TokenView(json: json) }
    } catch {
      throw Failure.garbled(error)
    }
    var table = TextTable(["CreateTime", "Name", "Role", "Expires", "CreatedBy"])
    for token in tokens {
      let end = token.expireTime.map { LocalClock.text($0) } ?? "never"
      table.add([
        .init(LocalClock.text(token.createTime)), .init(token.name), .init(token.role),
        .init(end, token.isExpired ? .red : nil), .init(token.createdBy),
      ])
    }
    return Answer(
      data: JSONValue.array(tokens.map(\.json)).text,
      lines: table.lines(colours: console.colours))
  }

  func deleteToken() throws(Failure) -> Answer {
    try confirmDeletion(of: "token")
    let response = try send(ControlRequest("DELETE", "tokens", name))
    return Answer(status: response.status, lines: ["token \(name) is deleted"])
  }

  func audit() throws(Failure) -> Answer {
    var request = ControlRequest("GET", "audit")
    request.add("count", String(try whole("count", in: 1...1000) ?? 50))
    request.add("marker", invocation.value("marker"))
    request.add("subject", name.isEmpty ? nil : name)
    let response = try send(request)
    let page: PageView<AuditEntry>
    do {
      page = try PageView(json: JSONValue.read(response.body), of: "Audit")
    } catch {
      throw Failure.garbled(error)
    }
    var table = TextTable(["Time", "Id", "Caller", "From", "Action", "Subject", "Outcome"])
    for entry in page.entries {
      table.add([
        .init(LocalClock.text(entry.time)), .init(String(entry.id)), .init(entry.caller),
        .init(entry.place), .init(entry.action), .init(entry.subject),
        .init(entry.outcome, entry.outcome == "done" ? .green : .red),
      ])
    }
    return Answer(
      data: JSONValue.array(page.entries.map(\.json)).text,
      lines: table.lines(colours: console.colours)
        + more(!page.nextMarker.isEmpty, page.nextMarker))
  }
}
