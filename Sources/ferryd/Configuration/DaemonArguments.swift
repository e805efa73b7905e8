import Configuration
import Glibc
import Platform
import Wire

/// What `ferryd`'s command line asks for.
struct DaemonArguments {
  /// The folders of the configuration, the weightiest first.
  var configuration: [String]
  var state: String
  var socket: String
  /// Where clients elsewhere are answered; nil for what the configuration says.
  var listen: ListenAddress?
  var check = false
  var action = Action.run

  enum Action {
    case run
    case help
    case version
    /// The state of this backup becomes the daemon's.
    case restore(String)
  }

  /// Reads the arguments after the program's name.
  ///
  /// - Parameters:
  ///   - user: Decides the folders that are not given: the system's for root, else the user's own by
  ///     the XDG rules.
  ///   - service: `$CONFIGURATION_DIRECTORY`, by which systemd tells a service its folder.
  /// - Throws: `UsageError` for anything unknown or without its value.
  init(
    _ arguments: some Sequence<String>, user: ProcessUser, service: String?
  ) throws(UsageError) {
    configuration = ConfigLayers.folders(for: user, service: service)
    state = user.isRoot ? "/var/lib/ferry" : user.stateFolder ?? ""
    socket =
      user.isRoot ? "/run/ferry/ferryd.sock" : user.runtimeFolder.map { $0 + "/ferryd.sock" } ?? ""
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      let (flag, attached) = Self.split(argument)
      func value() throws(UsageError) -> String {
        guard let value = attached ?? rest.popFirst(), !value.isEmpty else {
          throw UsageError("\(flag) needs a value")
        }
        return value
      }
      switch flag {
      case "--config": configuration = [try value()]
      case "--state": state = try value()
      case "--socket": socket = try value()
      case "--check": check = true
      case "--restore": action = .restore(try value())
      case "--help", "-h": action = .help
      case "--version": action = .version
      case "--listen":
        do {
          listen = try ListenAddress(try value())
        } catch let problem as ValueProblem {
          throw UsageError("--listen \(problem.description)")
        } catch {
          throw UsageError("\(error)")
        }
      default:
        throw UsageError("unknown flag '\(flag)'" + Nearest.hint(for: flag, among: Self.flags))
      }
    }
    if case .restore(let file) = action {
      action = .restore(try Self.absolute(file, "--restore", "there is no file"))
      state = try Self.absolute(state, "--state", "there is no home folder")
      return
    }
    guard case .run = action else { return }
    if configuration.isEmpty { throw UsageError("there is no home folder; give --config PATH") }
    configuration = try configuration.map { folder throws(UsageError) in
      try Self.absolute(folder, "--config", "--config is empty")
    }
    state = try Self.absolute(state, "--state", "there is no home folder")
    socket = try Self.absolute(socket, "--socket", "$XDG_RUNTIME_DIR is not set")
  }

  /// The folders as a sentence names them.
  var configurationText: String { configuration.joined(separator: ", ") }

  /// Where what needs a person is left for another program: beside the socket, which in a service is
  /// in memory, so that a full disk is told of, too.
  var eventFolder: String {
    socket.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/events"
  }

  private static let flags = [
    "--config", "--state", "--socket", "--check", "--restore", "--help", "--version", "--listen",
  ]

  private static func split(_ argument: String) -> (flag: String, value: String?) {
    guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else {
      return (argument, nil)
    }
    return (
      String(argument[..<equals]), String(argument[argument.index(after: equals)...])
    )
  }

  /// The path from the root, without slashes at its end; a relative one begins where ferryd does.
  private static func absolute(
    _ path: String, _ flag: String, _ why: String
  ) throws(UsageError) -> String {
    guard !path.isEmpty else { throw UsageError("\(why); give \(flag) PATH") }
    var whole = path
    if !path.hasPrefix("/") {
      guard let here = getcwd(nil, 0) else { throw UsageError("\(flag): give an absolute path") }
      defer { free(here) }
      whole = String(cString: here) + "/" + path
    }
    while whole.count > 1, whole.hasSuffix("/") { whole.removeLast() }
    return whole
  }

  static let help = """
    Usage: ferryd [--config DIR] [--state DIR] [--socket PATH]
                  [--listen HOST:PORT] [--check]
           ferryd --restore FILE [--state DIR]

    Moves objects between storage addresses on schedules. Runs in the foreground and logs to
    the journal under systemd, else to standard error.

      --config DIR    ferryd.conf, addresses.d and jobs.d, from this folder only
                      (root and the system's service: /etc/ferry, over /run/ferry, over
                      /usr/lib/ferry; others: ~/.config/ferry)
      --state DIR     database, ledgers and lock
                      (root: /var/lib/ferry, others: ~/.local/state/ferry)
      --socket PATH   where the command line finds the daemon
                      (root: /run/ferry/ferryd.sock, others: $XDG_RUNTIME_DIR/ferry/ferryd.sock)
      --listen HOST:PORT
                      where clients elsewhere are answered, in place of Listen=
      --check         reads the configuration, says what is wrong with it or when its jobs
                      start, and ends; 'ferry check' does the same for single files
      --restore FILE  makes the state that 'ferry backup' has saved this daemon's, moves the old
                      one aside, and ends; no other ferryd may use the state folder
      --version       says the version and ends

    SIGHUP makes it read its configuration again, all of it or, if there is a mistake, nothing;
    'ferry reload' does the same and tells what came of it. SIGTERM and SIGINT end it at the next
    object's boundary; what goes on is continued by the next start. Exit status: 0 done, 64 usage,
    65 damaged or foreign database or backup, 66 no such backup, 69 a socket or folder that cannot
    be used, 75 another ferryd has the state folder, 78 configuration.
    """
}

/// A command line that cannot be understood.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
