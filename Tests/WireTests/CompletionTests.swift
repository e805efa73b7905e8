import Testing

@testable import Wire

@Suite struct CompletionTests {
  @Test("every shell is offered every verb and every flag that is not refused")
  func complete() throws {
    for shell in Completion.shells {
      let text = try Completion.text(for: shell)
      for verb in CommandTable.verbs {
        #expect(text.contains(verb.name), "\(shell)")
        for flag in verb.flags where flag.isOffered {
          let spelled = shell == "fish" ? "-l \(flag.name) " : "--\(flag.name)"
          #expect(text.contains(spelled), "\(shell): \(verb.name) \(flag.name)")
        }
      }
      #expect(!text.contains("'--create-report"), "\(shell)")
      #expect(!text.contains("-l create-report"), "\(shell)")
    }
  }

  @Test("what stands behind a flag is the same for all verbs that take it, and words are offered")
  func values() throws {
    var candidates: [String: Candidates] = [:]
    for flag in CommandTable.verbs.flatMap(\.flags) where flag.takesValue {
      #expect(candidates[flag.name, default: flag.candidates] == flag.candidates)
      candidates[flag.name] = flag.candidates
    }
    let toggles = CommandTable.verbs.flatMap(\.flags).filter { !$0.takesValue }.map(\.name)
    #expect(toggles.allSatisfy { candidates[$0] == nil })
    #expect(try Completion.text(for: "bash").contains("'once skip'"))
    #expect(try Completion.text(for: "zsh").contains("(once skip)"))
    #expect(try Completion.text(for: "fish").contains("-l overlap -x -a 'skip queue'"))
  }

  @Test("a shell that is not known is a usage error that names those that are")
  func unknown() {
    let error = #expect(throws: UsageError.self) {
      try CommandLineParser.parse(["completion", "tcsh"])
    }
    #expect(error?.description.contains("bash, zsh, fish") == true)
  }
}
