internal import Migration
internal import Wire

extension NativeAPI {
  var jobRoutes: [Route] { jobViewRoutes + jobRetryRoutes + jobChangeRoutes }

  private static let jobs = "\(base)/jobs"
  private static let oneJob = "\(base)/jobs/{name}"

  private var jobViewRoutes: [Route] {
    [
      Route("GET", NativeAPI.jobs) { [port] request, _ throws(Refusal) in
        .json(try port.jobs(JobListQuery(query: request.queryPairs)).json)
      },
      Route("GET", NativeAPI.oneJob) { [port] request, names throws(Refusal) in
        let byVersion = try request.isByVersion()
        return .json(try port.job(names["name", default: ""], byVersion: byVersion).json)
      },
      Route("GET", "\(NativeAPI.oneJob)/history") { [port] request, names throws(Refusal) in
        let query = try HistoryQuery(
          jobName: names["name", default: ""], query: request.queryPairs)
        return .json(try port.history(query).json)
      },
      Route("GET", "\(NativeAPI.oneJob)/next") { [port] request, names throws(Refusal) in
        let count = try NextQuery(query: request.queryPairs).count
        return .json(
          try port.next(ofJobNamed: names["name", default: ""], count: count).json)
      },
    ]
  }

  private var jobRetryRoutes: [Route] {
    [
      Route("GET", "\(NativeAPI.oneJob)/failures") { [port] request, names throws(Refusal) in
        let query = try FailuresQuery(
          jobName: names["name", default: ""], query: request.queryPairs)
        return .json(try port.failures(query).json)
      },
      Route("GET", "\(NativeAPI.oneJob)/result") { [port] request, names throws(Refusal) in
        let run = try ResultQuery(query: request.queryPairs).run
        return .json(try port.result(ofJobNamed: names["name", default: ""], run: run).json)
      },
      Route("POST", "\(NativeAPI.oneJob)/retry", role: .operator, action: "RetryJob") {
        [port] request, names throws(Refusal) in
        try request.refuseQuery()
        let wish = try request.body.isEmpty ? RetryRequest() : RetryRequest(json: request.json())
        let name = names["name", default: ""]
        return .json(try port.retryJob(named: name, wish, by: request.caller).json)
      },
    ]
  }

  private var jobChangeRoutes: [Route] {
    [
      Route("POST", NativeAPI.jobs, action: "CreateJob") { [port] request, _ throws(Refusal) in
        try request.refuseQuery()
        let wish = try JobRequest(json: request.json())
        return .json(try port.createJob(wish, by: request.caller).json).about(wish.name)
      },
      // POST, although it changes nothing: it shows what the daemon's user may read, at its cost.
      Route("POST", "\(NativeAPI.oneJob)/dry-run", role: .operator) {
        [port] request, names throws(Refusal) in
        let query = try DryRunQuery(
          jobName: names["name", default: ""], query: request.queryPairs)
        return .json(try port.dryRun(query, by: request.caller).json)
      },
      Route("PATCH", NativeAPI.oneJob, role: .operator, action: "UpdateJob") {
        [port, policy] request, names throws(Refusal) in
        try request.refuseQuery()
        let update = try JobUpdate(json: request.json())
        if case .definition = update { try policy.check(request.caller, needs: .admin) }
        let name = names["name", default: ""]
        return .json(try port.updateJob(named: name, update, by: request.caller).json)
      },
      Route("DELETE", NativeAPI.oneJob, action: "DeleteJob") {
        [port] request, names throws(Refusal) in
        let cascades = try DeletionQuery(query: request.queryPairs).cascades
        let name = names["name", default: ""]
        try port.deleteJob(named: name, cascading: cascades, by: request.caller)
        return .gone
      },
    ]
  }
}
