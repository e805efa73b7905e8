internal import Migration
internal import Wire

extension MgwAPI {
  var jobRoutes: [Route] { jobLooks + jobChanges }

  private static let one = "/job/{name}"

  private var jobLooks: [Route] {
    [
      Route("GET", "/joblist") { [port] request, _ throws(Refusal) in
        let list = try port.jobs(JobListQuery(query: request.queryPairs))
        return .xml(MgwShapes.jobList.element("ImportJobList", of: list.json))
      },
      Route("GET", MgwAPI.one) { [self] request, names throws(Refusal) in
        let name = names["name", default: ""]
        if request.asks(for: "jobResult") { return try result(name, request) }
        let byVersion = try request.isByVersion()
        let view = try port.job(name, byVersion: byVersion)
        return .xml(MgwShapes.job.element("ImportJob", of: view.json))
      },
      Route("GET", "/jobhistory/{name}") { [port] request, names throws(Refusal) in
        let query = try HistoryQuery(
          jobName: names["name", default: ""], query: request.queryPairs)
        return .xml(
          MgwShapes.history.element("JobHistoryList", of: try port.history(query).json))
      },
    ]
  }

  private var jobChanges: [Route] {
    [
      Route("POST", "/job", action: "CreateJob") { [port] request, _ throws(Refusal) in
        try request.refuseQuery()
        let wish = try JobRequest(json: request.xml("ImportJob", MgwShapes.job))
        _ = try port.createJob(wish, by: request.caller)
        return Response.done.about(wish.name)
      },
      Route("PUT", MgwAPI.one, role: .operator, action: "UpdateJob") {
        [port] request, names throws(Refusal) in
        try request.refuseQuery()
        let json = try request.xml("ImportJob", MgwShapes.job)
        let update = try JobUpdate(json: json)
        // What else the native interface changes is not this dialect's.
        switch update {
        case .start, .pause, .close, .throttle: break
        case .enabled, .definition:
          throw Refusal(.invalidArgument, "give either Status or ImportQos, and nothing else")
        }
        _ = try port.updateJob(named: names["name", default: ""], update, by: request.caller)
        return .done
      },
      Route("DELETE", MgwAPI.one, action: "DeleteJob") { [port] request, names throws(Refusal) in
        // The native interface reads the same wish by another name.
        let query = request.queryPairs.map { pair in
          (name: pair.name == "forceDelete" ? "cascadeDelete" : pair.name, value: pair.value)
        }
        let cascades = try DeletionQuery(query: query).cascades
        try port.deleteJob(
          named: names["name", default: ""], cascading: cascades, by: request.caller)
        return .gone
      },
    ]
  }

  /// GetJobResult: a look at a job by its query.
  private func result(_ name: String, _ request: Request) throws(Refusal) -> Response {
    let query = try ResultQuery(query: request.queryPairs(without: "jobResult"))
    guard let run = query.run else {
      throw Refusal(.missingArgument, "runtimeId: has to be given")
    }
    let view = try port.result(ofJobNamed: name, run: run)
    var json = view.json
    if view.readyRetry == .ready {
      for member in try records.retryPlace(ofJobNamed: name, run: run) {
        json = json.setting(member.name, member.value)
      }
    }
    return .xml(MgwShapes.result.element("ImportJobResult", of: json))
  }
}
