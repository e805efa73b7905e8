import Configuration
import Doctor
import Glibc
import Migration
import Platform
import Wire

/// `doctor`: what the daemon finds, and what can be seen without it.
extension Session {
  func doctor() throws(Failure) -> Answer {
    var findings: [FindingView] = []
    do {
      let view = try ask(ControlRequest("GET", "doctor"), for: DoctorView.self)
      findings = Examination.findings(of: [.release(of: view.version), .unit, .clock, .journal])
      findings += view.findings
    } catch {
      let away = FindingView(
        .problem, "daemon", "\(error.line)", at: client.socket,
        remedy: error.isAbsence ? "'journalctl -u ferryd -e' tells why it ended" : "")
      let layers = try layers()
      findings = [away] + Examination.findings(of: checks(without: layers))
    }
    let view = DoctorView(version: Release.version, findings: findings)
    return Answer(
      data: view.json.text, lines: view.lines(colours: console.colours),
      exit: view.hasProblems ? .refused : .done)
  }

  /// What can be seen from outside of a daemon that does not answer.
  private func checks(without layers: ConfigLayers) -> [Check] {
    let user = try? ProcessUser.current()
    let system = "/var/lib/ferry"
    let state = user.flatMap { $0.isRoot ? nil : $0.stateFolder } ?? system
    let service = (try? UserDatabase.userID(named: "_ferry")) ?? nil
    let owner = state == system ? service : user?.effectiveUID
    return [
      .unit, .configuration(layers, state: state), .state(state, of: owner),
      .socket(client.socket), .clock, .zoneData(.standard()), .journal,
    ]
  }
}

extension Check {
  /// Whether the daemon is of the release that asks.
  fileprivate static func release(of daemon: String) -> Check {
    Check("release") { check in
      guard daemon != Release.version else {
        return [FindingView(.ok, check, "ferry and ferryd are \(daemon)")]
      }
      return [
        FindingView(
          .warning, check, "ferryd is \(daemon), ferry is \(Release.version)",
          remedy: "after an upgrade: 'systemctl restart ferryd'; what goes on is continued")
      ]
    }
  }

  /// Whether the files load, by the reader that the daemon has.
  fileprivate static func configuration(_ layers: ConfigLayers, state: String) -> Check {
    Check("configuration", patience: 20) { check in
      let loader = ConfigLoader(layers: layers, ownFolders: [state], zones: .standard())
      let place = layers.folders.joined(separator: ", ")
      do throws(ConfigErrors) {
        _ = try loader.read(now: WallClock.now())
        return [FindingView(.ok, check, "the files have no mistakes", at: place)]
      } catch {
        let told = error.errors.prefix(5).map(\.description).joined(separator: "\n")
        return [
          FindingView(
            .problem, check, "ferryd does not start with these mistakes\n\(told)", at: place,
            remedy: "correct them; 'ferry check' tells all")
        ]
      }
    }
  }

  /// The state folder, as far as this user may look.
  fileprivate static func state(_ folder: String, of owner: UInt32?) -> Check {
    Check("state") { check in
      guard TrustedFile.isThere(folder) else {
        return [FindingView(.ok, check, "there is none yet; ferryd makes it", at: folder)]
      }
      return Owner.findings(ofPrivate: folder, check, uid: owner)
        + Space.findings(of: folder, check, use: "the state folder")
    }
  }

  /// What stands where the socket should be.
  fileprivate static func socket(_ path: String) -> Check {
    Check("socket") { check in
      // That nothing is there has been told.
      guard TrustedFile.isThere(path) else { return [] }
      let group = (try? UserDatabase.groupID(named: "ferry")) ?? nil
      return Owner.findings(ofSocket: path, check, group: group)
    }
  }
}
