internal import Migration
internal import Wire

extension MgwAPI {
  /// Reports, which this version does not write: what is asked is checked, and told truthfully.
  var reportRoutes: [Route] {
    [
      Route("POST", "/report", role: .operator, action: "CreateReport") {
        [port] request, _ throws(Refusal) in
        try request.refuseQuery()
        let wish = try ReportRequest(json: request.xml("CreateReport", MgwShapes.reportRequest))
        let job = try port.job(wish.jobName, byVersion: false)
        guard wish.version.isEmpty || wish.version == job.version else {
          throw Refusal(
            .noSuchJob,
            "The specified import job does not exist: '\(job.name)' has another Version")
        }
        _ = try port.result(ofJobNamed: job.name, run: wish.run)
        throw Refusal(
          .notImplemented,
          "Reports are not written by this version of ferry; what a run could not move is told by "
            + "GetJobResult and by 'ferry failed \(job.name)'.")
      },
      Route("GET", "/report") { [port] request, _ throws(Refusal) in
        let query = try ReportQuery(query: request.queryPairs)
        let job = try port.job(query.version, byVersion: true)
        if let run = query.run { _ = try port.result(ofJobNamed: job.name, run: run) }
        return .xml(MgwShapes.report.element("GetReportResponse", of: ["Status": "NotExist"]))
      },
    ]
  }
}
