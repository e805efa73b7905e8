/// A verb of the command line: what it does is its name's business, how it is called this one's.
public struct Verb: Hashable, Sendable {
  /// Which verb it is.
  public let id: VerbName
  /// What its argument is called in help, nil if it takes none.
  public let argument: String?
  /// Whether the argument may be left out.
  public let argumentIsOptional: Bool
  /// Whether more arguments than one may be given.
  public let argumentRepeats: Bool
  /// One line of help.
  public let summary: String
  /// Its own flags.
  public let flags: [Flag]
  /// Whether it lists things: under the name `mgwutil` its answer is text unless `--json` is given.
  public let isList: Bool

  /// The argument in help: ` NAME`, ` [NAME]` or nothing.
  var argumentUsage: String {
    argument.map { argument in
      let argument = argumentRepeats ? "\(argument)..." : argument
      return argumentIsOptional ? " [\(argument)]" : " \(argument)"
    } ?? ""
  }

  /// The name, such as `create-job`.
  public var name: String { id.rawValue }

  init(
    _ id: VerbName, _ argument: String?, _ summary: String, isList: Bool = false,
    argumentIsOptional: Bool = false, argumentRepeats: Bool = false, _ flags: [Flag] = []
  ) {
    self.id = id
    self.argument = argument
    self.argumentIsOptional = argumentIsOptional
    self.argumentRepeats = argumentRepeats
    self.summary = summary
    self.isList = isList
    self.flags = flags
  }
}
