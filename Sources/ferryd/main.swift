import Glibc
import Platform
import Wire

/// Says why on standard error and ends the process.
func end(_ status: Int32, _ message: String, errno: Int32 = 0) -> Never {
  var line = "ferryd: \(message)\n"
  line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  let notify = ServiceNotify()
  _ = errno == 0 ? notify.status(message) : notify.failed(errno: errno, status: message)
  exit(status)
}

CoreDumps.refuse()

let user: ProcessUser
do {
  user = try ProcessUser.current()
} catch {
  end(ExitReason.Status.system.rawValue, "\(error)")
}

let arguments: DaemonArguments
do {
  arguments = try DaemonArguments(
    CommandLine.arguments.dropFirst(), user: user,
    service: getenv("CONFIGURATION_DIRECTORY").map { String(cString: $0) })
} catch {
  end(ExitReason.Status.usage.rawValue, "\(error)\nferryd --help lists the flags")
}

switch arguments.action {
case .help: print(DaemonArguments.help)
case .version: print("ferryd \(Release.version)")
case .restore(let file):
  do {
    try Restore(daemon: Daemon(arguments: arguments, user: user), file: file).run()
  } catch {
    end(error.status.rawValue, error.message)
  }
case .run:
  do {
    let daemon = Daemon(arguments: arguments, user: user)
    if arguments.check { try daemon.check() } else { try daemon.run() }
  } catch {
    end(error.status.rawValue, error.message, errno: error.errno)
  }
}
