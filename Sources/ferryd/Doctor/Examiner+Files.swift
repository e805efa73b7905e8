import Configuration
import Doctor
import Engine
import Glibc
import Migration
import Platform
import Store
import Wire

extension Examiner {
  private static let mostTold = 5

  /// Whether the files load, and say what the daemon goes by.
  var configuration: Check {
    Check("configuration", patience: 20) { [loader, reader, settings] check in
      let reading: ConfigReading
      do throws(ConfigFailure<Refusal>) {
        reading = try loader.read(now: WallClock.now()) { (name) throws(Refusal) in
          try reader.read { (store) throws(StoreFailure) in try store.zone(ofJobNamed: name) }
        }
      } catch {
        switch error {
        case .mistakes(let mistakes): return [Self.mistakes(mistakes.errors, check)]
        case .state(let refusal): return [FindingView(.problem, check, refusal.message)]
        }
      }
      var findings = Self.rivals(of: reading.wish, reader, check)
      let changed = FileDigests(reading.set).changes(since: settings.now.files)
      if !changed.isEmpty {
        findings.append(
          FindingView(
            .warning, check,
            "reload needed: the daemon does not go by what is on the disk of "
              + Self.told(changed),
            remedy: "'ferry check', then 'ferry reload'"))
      }
      guard findings.isEmpty else { return findings }
      let files = reading.set.groups.flatMap(\.files).count
      return [
        FindingView(
          .ok, check,
          "the files have no mistakes, and the daemon goes by them (files: \(files), remarks of "
            + "'ferry check': \(reading.warnings.count))",
          at: loader.layers.folders.joined(separator: ", "))
      ]
    }
  }

  /// Owners and modes of what decides and of what is secret.
  var files: Check {
    Check("files") { [loader, arguments, user] check in
      var findings: [FindingView] = []
      for folder in loader.layers.folders {
        for part in ["", "/addresses.d", "/jobs.d"] {
          findings += Owner.findings(ofTrusted: folder + part, check)
        }
        findings += Owner.findings(
          ofSecretsIn: folder + "/access-keys.d", ending: ".key", check)
      }
      let group = (try? UserDatabase.groupID(named: "ferry")) ?? nil
      // Any other user's daemon is that user's own.
      let mayGive = user.isRoot || group.map { ProcessUser.isMember(ofGroup: $0) } ?? false
      findings += Owner.findings(
        ofPrivate: arguments.state, check, uid: user.effectiveUID)
      findings += Owner.findings(ofSocket: arguments.socket, check, group: mayGive ? group : nil)
      return findings
    }
  }

  private static func mistakes(_ errors: [ConfigError], _ check: String) -> FindingView {
    FindingView(
      .problem, check,
      "the files have mistakes: the daemon goes on with what it has read before, a start would "
        + "fail\n" + told(errors.map(\.description), separator: "\n"),
      remedy: "correct them; 'ferry check' tells all, then 'ferry reload'")
  }

  /// What a reload would be refused for though its files are right.
  private static func rivals(
    of wish: Wish, _ reader: Reader, _ check: String
  ) -> [FindingView] {
    let rivals =
      wish.addresses.compactMap { address -> (String, String)? in
        let made = try? reader.address(named: address.name.text)
        return made?.origin == .api ? ("address", address.name.text) : nil
      }
      + wish.jobs.compactMap { job -> (String, String)? in
        let made = try? reader.job(named: job.definition.name.text)
        return made?.origin == .api ? ("job", job.definition.name.text) : nil
      }
    return rivals.prefix(mostTold).map { kind, name in
      FindingView(
        .problem, check,
        "a reload fails: \(kind) '\(name)' was made by request, and a file names it",
        at: name, remedy: "'ferry delete-\(kind) \(name)', or rename the file")
    }
  }

  /// The first of some texts, and how many more there are.
  private static func told(_ texts: [String], separator: String = ", ") -> String {
    let shown = texts.prefix(mostTold).joined(separator: separator)
    return texts.count > mostTold
      ? shown + separator + "and \(texts.count - mostTold) more" : shown
  }
}
