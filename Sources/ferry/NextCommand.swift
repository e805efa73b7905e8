import Calendar
import Platform
import Wire

/// The verb about coming starts: of a job, of rules without a job, or of many questions at once.
extension Session {
  func next() throws(Failure) -> Answer {
    let request: NextRequest
    do {
      request = try NextRequest(invocation)
    } catch {
      throw Failure.usage(error)
    }
    switch request {
    case .job(let count): return try next(count: count)
    case .rules(let rules): return try next(of: rules)
    case .batch:
      var stream = NextBatchStream()
      return try stream.run()
    }
  }

  private func next(count: Int64?) throws(Failure) -> Answer {
    var request = ControlRequest("GET", "jobs", name, "next")
    request.add("count", count.map { String($0) })
    let (view, text) = try told(request, as: NextView.self)
    if !isJSON { for warning in view.warnings { console.warn("warning: \(warning)") } }
    if view.next.isEmpty {
      return Answer(
        data: text,
        lines: ["job \(name) is not started by a schedule: \(TerminalText.safe(view.why))"])
    }
    return Answer(data: text, lines: view.lines(colours: console.colours))
  }

  private func next(of request: NextRequest.RulesRequest) throws(Failure) -> Answer {
    let start = try expression(request.start, of: "cron")
    var suspend: CronExpression?
    if let text = request.suspend { suspend = try expression(text, of: "suspend") }
    let zone = try zone(of: request, [request.timeZone, start.zoneName, suspend?.zoneName])
    var from = WallClock.now()
    if let text = request.from {
      do {
        from = try MomentText.instant(text, in: zone)
      } catch {
        throw Failure.usage(UsageError("--from: \(error.description)"))
      }
    }
    let preview = RulesPreview(start: start, suspend: suspend, zone: zone)
    var view = NextView(jobName: "", timeZone: zone.name)
    view.next = preview.instants(after: from, count: request.count)
    view.warnings = preview.warnings(after: from)
    if !view.next.contains(where: { $0.rule == "start" }) { view.why = "it never fires again" }
    if !isJSON { for warning in view.warnings { console.warn("warning: \(warning)") } }
    let text = view.json.text
    return Answer(
      data: text, lines: view.why.isEmpty ? view.lines(colours: console.colours) : [view.why])
  }

  private func expression(_ text: String, of flag: String) throws(Failure) -> CronExpression {
    do {
      return try CronExpression(text)
    } catch {
      throw Failure.usage(UsageError("--\(flag): \(error.description)\n\(error.caret)"))
    }
  }

  /// The one zone that is named, else the server's.
  private func zone(
    of request: NextRequest.RulesRequest, _ names: [String?]
  ) throws(Failure) -> ZoneRules {
    let files = ZoneFiles.standard()
    let named = names.compactMap(\.self)
    let name = named.first ?? files.serverZoneName()
    if let other = named.first(where: { $0 != name }) {
      throw Failure.usage(UsageError("two zones are named, '\(name)' and '\(other)'; write one"))
    }
    do {
      return try files.rules(named: name)
    } catch {
      let rules = [("cron", request.start), ("suspend", request.suspend ?? "")]
      if request.timeZone == nil {
        for (flag, text) in rules {
          guard let error = CronError(zoneOf: text, "\(error)") else { continue }
          throw Failure.usage(UsageError("--\(flag): \(error.description)\n\(error.caret)"))
        }
      }
      throw Failure.usage(UsageError("--time-zone: \(error)"))
    }
  }
}
