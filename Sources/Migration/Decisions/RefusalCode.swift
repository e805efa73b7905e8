/// The code of a refused request, as clients of the migration services know it.
public struct RefusalCode: Hashable, Sendable {
  /// The word on the wire.
  public let word: String
  /// The HTTP status that it travels with.
  public let httpStatus: Int

  private init(_ word: String, _ httpStatus: Int) {
    self.word = word
    self.httpStatus = httpStatus
  }

  /// No job of that name or ID.
  public static let noSuchJob = RefusalCode("NoSuchImportJob", 404)
  /// No address of that name.
  public static let noSuchAddress = RefusalCode("NoSuchImportAddress", 404)
  /// No run of that number.
  public static let noSuchRun = RefusalCode("NoSuchImportJobRunTimeId", 404)
  /// The job's name is taken.
  public static let jobAlreadyExists = RefusalCode("ImportJobAlreadyExist", 409)
  /// The address's name is taken.
  public static let addressAlreadyExists = RefusalCode("ImportAddressAlreadyExist", 409)
  /// Another job has the same source and destination.
  public static let jobRepeated = RefusalCode("ImportJobRepeatedOnSameAddress", 409)
  /// A job uses the address.
  public static let addressOccupied = RefusalCode("ImportAddressIsOccupied", 409)
  /// The job was changed by another request meanwhile.
  public static let updatedConcurrently = RefusalCode("ImportJobUpdateConcurrently", 409)
  /// The job is being deleted.
  public static let jobInDeleting = RefusalCode("ImportJobInDeleting", 409)
  /// The job's state does not allow the change, or the wanted state is none that can be set.
  public static let invalidJobStatus = RefusalCode("InvalidImportJobStatus", 400)
  /// The parent job that a sub-job names does not exist.
  public static let noSuchParent = RefusalCode("NoSuchImportJobParent", 404)
  /// The job has sub-jobs.
  public static let jobHasDescendants = RefusalCode("ImportJobHasDescendants", 409)
  /// The job stands too deep in its family.
  public static let jobDepthExceeded = RefusalCode("ImportJobDepthExceed", 400)
  /// The job whose failures are to be retried cannot go on.
  public static let jobIsInterrupted = RefusalCode("JobIsInterrupted", 400)
  /// The job whose failures are to be retried has not ended.
  public static let jobIsNotFinished = RefusalCode("JobIsNotFinished", 400)
  /// There is no run whose failures could be retried.
  public static let historyIsEmpty = RefusalCode("HistoryIsEmpty", 400)
  /// Nothing failed, or nothing fails any more.
  public static let historyNoNeedRetry = RefusalCode("HistoryNoNeedRetry", 400)
  /// What fails cannot be helped by a retry.
  public static let resultNoNeedRetry = RefusalCode("ResultNoNeedRetry", 400)
  /// The list of failed objects is being made, or a retry is at work on it.
  public static let resultNotReadyRetry = RefusalCode("ResultNotReadyRetry", 400)
  /// The source's secret is needed.
  public static let emptyAccessSecret = RefusalCode("EmptyAccessSecret", 400)
  /// An address cannot be used now.
  public static let verifyAddressUnavailable = RefusalCode("VerifyAddressUnavailable", 400)
  /// The service has as many jobs as it takes.
  public static let jobLimit = RefusalCode("ImportJobNumExceed", 400)
  /// The address's type is not known or not usable here.
  public static let invalidAddressType = RefusalCode("ImportAddressTypeInvalid", 400)
  /// Something that has to be there is missing.
  public static let missingArgument = RefusalCode("MissingArgument", 400)
  /// A value is out of range, malformed, or not allowed here.
  public static let invalidArgument = RefusalCode("InvalidArgument", 400)
  /// The configuration's files have mistakes; a line each, with its place.
  public static let invalidConfiguration = RefusalCode("InvalidConfiguration", 400)
  /// The command line names no command that there is.
  public static let invalidCommand = RefusalCode("InvalidCommand", 400)
  /// A question was answered with something else than y or n.
  public static let invalidInput = RefusalCode("InvalidInput", 400)
  /// A question was answered with n.
  public static let cancelled = RefusalCode("CancelOperation", 400)
  /// The peer may not do this.
  public static let accessDenied = RefusalCode("AccessDenied", 403)
  /// The request is signed by no access key that is known.
  public static let invalidAccessKey = RefusalCode("InvalidAccessKeyId", 403)
  /// The request's signature is not that of its key.
  public static let signatureMismatch = RefusalCode("SignatureDoesNotMatch", 403)
  /// The request was signed at another time than it came.
  public static let requestTimeSkewed = RefusalCode("RequestTimeTooSkewed", 403)
  /// The request carries no token, or one that holds no more.
  public static let unauthorized = RefusalCode("Unauthorized", 401)
  /// The body is not what the request says of it.
  public static let invalidDigest = RefusalCode("InvalidDigest", 400)
  /// No agent of that name.
  public static let noSuchAgent = RefusalCode("NoSuchImportAgent", 404)
  /// No tunnel of that ID.
  public static let noSuchTunnel = RefusalCode("NoSuchImportTunnel", 404)
  /// The agent's name is taken.
  public static let agentAlreadyExists = RefusalCode("ImportAgentAlreadyExist", 409)
  /// An address uses the agent.
  public static let agentOccupied = RefusalCode("ImportAgentIsOccupied", 409)
  /// An agent uses the tunnel.
  public static let tunnelOccupied = RefusalCode("ImportTunnelIsOccupied", 409)
  /// There are as many agents as are kept.
  public static let agentLimit = RefusalCode("ImportAgentNumExceed", 400)
  /// There are as many tunnels as are kept.
  public static let tunnelLimit = RefusalCode("ImportTunnelNumExceed", 400)
  /// There is no token of that name.
  public static let noSuchToken = RefusalCode("NoSuchToken", 404)
  /// The token's name is taken.
  public static let tokenAlreadyExists = RefusalCode("TokenAlreadyExist", 409)
  /// This version does not do that.
  public static let notImplemented = RefusalCode("NotImplemented", 501)
  /// No such path.
  public static let noSuchRoute = RefusalCode("NoSuchResource", 404)
  /// The path is known, the method is not.
  public static let methodNotAllowed = RefusalCode("MethodNotAllowed", 405)
  /// The request's body is larger than the service reads.
  public static let bodyTooLarge = RefusalCode("EntityTooLarge", 413)
  /// The daemon is stopping or cannot write its state now.
  public static let unavailable = RefusalCode("ServiceUnavailable", 503)
  /// The daemon failed; its log tells why.
  public static let internalError = RefusalCode("InternalError", 500)
}
