import Wire

/// The program: words in, an exit status out.
struct Program {
  private let words: [String]
  private let console: Console
  private let isJSON: Bool

  /// The program as it was called; the name `mgwutil` makes it answer as that does.
  init(_ arguments: [String]) {
    let path = arguments.first ?? "ferry"
    let isUtil = path.split(separator: "/").last == "mgwutil"
    console = Console(program: isUtil ? "mgwutil" : "ferry")
    words = Array(arguments.dropFirst())
    isJSON = CommandLineParser.asksForJSON(words, program: console.program)
  }

  /// Does what the words ask for.
  func run() -> ExitStatus {
    do throws(Failure) {
      return try obey()
    } catch {
      let isMonitored = Failure.isMonitored(words)
      if isJSON {
        console.tell([error.envelope(time: LocalClock.now)])
      } else if isMonitored {
        console.tell([error.monitored.text])
      } else {
        console.warn(error.line)
      }
      return isMonitored ? ExitStatus(number: error.monitored.level.rawValue) : error.exit
    }
  }

  private func obey() throws(Failure) -> ExitStatus {
    let command: Command
    do {
      command = try CommandLineParser.parse(words, program: console.program)
    } catch {
      throw Failure.usage(error)
    }
    switch command {
    case .tell(let text):
      console.tell([text])
      return .done
    case .run(let invocation):
      for warning in invocation.warnings { console.warn(warning) }
      let answer = try answer(to: invocation)
      if answer.isTold { return answer.exit }
      console.tell(
        isJSON
          ? [Envelope.success(status: answer.status, time: LocalClock.now, data: answer.data)]
          : answer.lines)
      return answer.exit
    }
  }

  private func answer(to invocation: Invocation) throws(Failure) -> Answer {
    let socket = SocketPath.find(flag: invocation.value("socket"))
    let session = Session(
      invocation: invocation, client: ControlClient(socket: socket), console: console,
      isJSON: isJSON)
    return switch invocation.verb.id {
    case .createAddress: try session.createAddress()
    case .updateAddress: try session.updateAddress()
    case .getAddress: try session.getAddress()
    case .listAddress: try session.listAddresses()
    case .verifyAddress: try session.verifyAddress()
    case .deleteAddress: try session.deleteAddress()
    case .createJob: try session.createJob()
    case .getJob: try session.getJob()
    case .getJobStatus: try session.getJobStatus()
    case .listJob: try session.listJobs()
    case .listJobHistory: try session.listHistory()
    case .startJob: try session.start()
    case .pauseJob: try session.pause()
    case .closeJob: try session.close()
    case .watch: try session.watch()
    case .retryJob: try session.retryJob()
    case .failed: try session.failed()
    case .logs: try session.logs()
    case .updateQos: try session.updateQos()
    case .updateJob: try session.updateJob()
    case .enable: try session.enable(true)
    case .disable: try session.enable(false)
    case .deleteJob: try session.deleteJob()
    case .next: try session.next()
    case .check: try session.check()
    case .catConfig: try session.catConfig()
    case .catJob: try session.catJob()
    case .catAddress: try session.catAddress()
    case .reload: try session.reload()
    case .doctor: try session.doctor()
    case .status: try session.status()
    case .backup: try session.backup()
    case .metrics: try session.metrics()
    case .createToken: try session.createToken()
    case .listToken: try session.listTokens()
    case .deleteToken: try session.deleteToken()
    case .audit: try session.audit()
    }
  }
}
