import TestSupport
import Testing
import Wire

@Suite struct CommandLineTests {
  @Test("flags take their values attached or as the next word, before and behind the verb")
  func flags() throws {
    let invocation = try run(
      "--socket", "/s", "create-job", "--src-address=a", "nightly", "--dest-address", "b",
      "--overwrite-mode", "always", "--transfer-mode=", "--max-bandwidth", "100M", "--exclude-dir",
      "--with-last-modify-time=false")
    #expect(invocation.verb.id == .createJob && invocation.argument == "nightly")
    #expect(invocation.value("socket") == "/s" && invocation.value("src-address") == "a")
    #expect(invocation.value("dest-address") == "b" && invocation.value("transfer-mode") == "")
    #expect(try invocation.bandwidth("max-bandwidth") == 100_000_000)
    #expect(try invocation.whole("max-qps", in: 0...5) == nil)
    #expect(invocation.isSet("exclude-dir") && !invocation.isSet("exclude-symlink"))
    #expect(!invocation.isSet("with-last-modify-time", standard: true))
    #expect(try run("get-job", "--", "--odd").argument == "--odd")
    #expect(try run("list-job", "--count", "-1").value("count") == "-1")
  }

  @Test("what names nothing is told with the nearest word that there is")
  func usageErrors() {
    let cases: [([String], String)] = [
      ([], "no command is given; 'ferry help' lists them"),
      (["creat-job"], "unknown command 'creat-job'; did you mean 'create-job'?"),
      (["frobnicate"], "unknown command 'frobnicate'"),
      (["help", "nxt"], "unknown command 'nxt'; did you mean 'next'?"),
      (
        ["create-job", "--src-adress", "a"],
        "unknown flag '--src-adress' for 'create-job'; did you mean '--src-address'?"
      ),
      (["status", "--frobnicate"], "unknown flag '--frobnicate' for 'status'"),
      (["--jsno", "status"], "unknown flag '--jsno' before the verb; did you mean '--json'?"),
      (["get-job", "-v"], "unknown flag '-v'; flags begin with '--'"),
      (["get-job"], "'get-job' needs a NAME: ferry get-job NAME"),
      (["get-job", ""], "'get-job' needs a NAME: ferry get-job NAME"),
      (["get-job", "a", "b"], "unexpected argument 'b' for 'get-job'"),
      (["status", "a"], "unexpected argument 'a' for 'status'"),
      (["list-job", "--count"], "'--count' needs a value: --count=N"),
      (["list-job", "--count", "--json"], "'--count' needs a value: --count=N"),
      (["list-job", "--all=maybe"], "'--all' is 'true' or 'false', not 'maybe'"),
      (["list-job", "--all", "--all"], "'--all' is given twice"),
      (["list-job", "--json", "--text"], "'--json' and '--text' exclude each other"),
      (
        ["update-qos", "j", "--max-qps", "5"],
        "'update-qos' needs '--max-bandwidth': "
          + "most bit/s, such as 100M; 12MB is bytes/s; 0: no limit"
      ),
    ]
    for (words, message) in cases { #expect(problem(words) == message) }
  }

  @Test("flags that cannot be honoured are refused; those without effect are warned about")
  func effects() throws {
    let job = ["create-job", "j", "--src-address=a", "--dest-address=b", "--overwrite-mode=never"]
    let refused = ["--create-report"]
    for flag in refused {
      let name = flag.split(separator: "=")[0]
      #expect(problem(job + [flag]) == "\(name) is not served by this version of ferry")
    }
    #expect(
      problem(["create-address", "a", "--address-type=oss", "--role=b"])
        == "--role speaks of what this version of ferry does not serve: roles, agents, and lists "
        + "in buckets")
    let idle = try run(
      job + [
        "--create-report=false", "--log-mode=off", "--appendable-to-normal",
      ])
    #expect(
      idle.warnings == [
        "--appendable-to-normal has no effect here: what ferry writes is never an object to "
          + "append to"
      ])
  }

  @Test("help and the version are told instead of anything done")
  func toldInstead() {
    #expect(told("--version") == "ferry 0.1.0")
    #expect(told("help") == told("--help"))
    #expect(told("help", "next") == told("next", "--help"))
    #expect(told("next", "-h") == told("next", "abc", "--count=5", "--help"))
    #expect(
      told("help", "next") == """
        usage: ferry next [NAME] [--flag value]...

        Tell when a job, or a rule without a job, starts next.

          --count N         how many starts, 1 to 1000 (5)
          --cron EXPR       a start rule in place of a job; needs no daemon
          --suspend EXPR    with --cron: a suspend rule beside it
          --time-zone ZONE  with --cron: its zone (the server's)
          --from TIME       with --cron: after this time: 2026-03-29 02:30:00, or with Z
          --batch           answer the JSON lines on standard input; needs no daemon

        flags of every verb:
          --json         answer with mgwutil's JSON envelope
          --text         answer with text for people (the default of ferry)
          --socket PATH  the daemon's socket; else $FERRY_SOCKET, else the default
          --help         tell how the verb is used
        """)
    #expect(
      told("help").hasPrefix(
        """
        usage: ferry VERB [NAME] [--flag value]...

        Moves files from one address to another, by hand or by schedule; ferryd does the work.

          create-address NAME    name a place that jobs read or write
          update-address NAME    give an address that was made by request another access key
          get-address NAME       show an address

        """))
  }

  @Test("help names every verb once and every flag that does something")
  func complete() {
    #expect(CommandTable.verbs.map(\.id) == VerbName.allCases)
    let overview = told("help")
    for verb in CommandTable.verbs {
      #expect(overview.contains("\n  \(verb.name)"))
      let help = told("help", verb.name)
      for flag in verb.flags {
        switch flag.effect {
        case .served: #expect(help.contains("--\(flag.name)") && !flag.help.isEmpty)
        case .none: #expect(help.contains("--\(flag.name)"))
        case .refused: #expect(!help.contains("--\(flag.name)"))
        }
      }
      let names = (verb.flags + CommandTable.common).map(\.name)
      #expect(Set(names).count == names.count, "\(verb.name)")
    }
  }

  @Test("mgwutil answers in JSON, lists in text unless --json is given")
  func json() {
    let cases: [([String], String, Bool)] = [
      (["status"], "ferry", false), (["status", "--json"], "ferry", true),
      (["get-job", "a"], "mgwutil", true), (["list-job"], "mgwutil", false),
      (["list-job", "--json"], "mgwutil", true), (["get-job", "a", "--text"], "mgwutil", false),
      (["bogus"], "mgwutil", true),
    ]
    for (words, program, isJSON) in cases {
      #expect(CommandLineParser.asksForJSON(words, program: program) == isJSON)
    }
  }

  @Test("random words never trap the parser")
  func hostile() {
    var random = SeededRandom(seed: 11)
    let words =
      ["--", "-", "--=", "--json", "--count", "--count=", "=", "", "é\u{301}", "--help=false"]
      + CommandTable.verbs.map(\.name)
    for _ in 0..<3000 {
      let line = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        words[Int.random(in: 0..<words.count, using: &random)]
      }
      _ = try? CommandLineParser.parse(line)
    }
  }
}

private func run(_ words: String...) throws -> Invocation {
  try run(words)
}

private func run(_ words: [String]) throws -> Invocation {
  guard case .run(let invocation) = try CommandLineParser.parse(words) else {
    throw UsageError("text is told instead")
  }
  return invocation
}

private func told(_ words: String...) -> String {
  do {
    guard case .tell(let text) = try CommandLineParser.parse(words) else { return "done" }
    return text
  } catch {
    return error.description
  }
}

private func problem(_ words: [String]) -> String {
  do {
    _ = try CommandLineParser.parse(words)
    return "accepted"
  } catch {
    return error.description
  }
}
