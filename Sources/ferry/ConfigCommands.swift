import Configuration
import Glibc
import Migration
import Platform
import Wire

/// The verbs about configuration files; they need no daemon.
extension Session {
  func check() throws(Failure) -> Answer {
    var layers = try layers()
    for file in invocation.arguments {
      let endings = [".job", ".address", "ferryd.conf"]
      guard endings.contains(where: { file.hasSuffix($0) }) else {
        throw Failure.usage(
          UsageError(
            "'\(file)' is no NAME.job, NAME.address or ferryd.conf; without FILE all "
              + "configuration is checked"))
      }
      layers.extras.append(file)
    }
    let zones = ZoneFiles.standard()
    let loader = ConfigLoader(layers: layers, ownFolders: ["/var/lib/ferry"], zones: zones)
    let now = WallClock.now()
    do {
      let report = CheckReport(try loader.read(now: now), of: layers, zones: zones, now: now)
      return Answer(
        data: report.json.text,
        lines: report.lines(colours: console.colours, showsDropIn: true))
    } catch {
      throw Self.mistakes(error.errors)
    }
  }

  func catConfig() throws(Failure) -> Answer {
    let layers = try layers()
    let set = ConfigSet(layers)
    let wanted = invocation.arguments
    var groups = set.groups.filter { !$0.files.isEmpty }
    if !wanted.isEmpty {
      for name in wanted where !groups.contains(where: { $0.name == name }) {
        let known = groups.map(\.name)
        throw Failure.local(
          code: RefusalCode.invalidConfiguration.word,
          message: "there is no file '\(name)' in \(layers.folders.joined(separator: ", "))"
            + Nearest.hint(for: name, among: known))
      }
      groups = groups.filter { wanted.contains($0.name) }
    }
    let files = groups.flatMap(\.files)
    let json = JSONValue.array(
      files.map { file -> JSONValue in
        ["Path": .string(file.path), "Text": .string(String(decoding: file.bytes, as: UTF8.self))]
      })
    var lines: [String] = []
    for file in files {
      if !lines.isEmpty { lines.append("") }
      lines.append("# \(TerminalText.safe(file.path))")
      var text = String(decoding: file.bytes, as: UTF8.self)
      if text.hasSuffix("\n") { text.removeLast() }
      lines.append(text)
    }
    if wanted.isEmpty {
      for path in set.masked { lines += ["", "# \(TerminalText.safe(path)) is masked, or empty"] }
    }
    // What cannot be read cannot be shown; other mistakes are the business of 'check'.
    let unread = set.errors.filter { error in !files.contains { $0.path == error.place.file } }
    if wanted.isEmpty, !unread.isEmpty {
      if !isJSON { console.tell(lines) }
      throw Self.mistakes(unread)
    }
    return Answer(data: json.text, lines: lines)
  }

  private static func mistakes(_ errors: [ConfigError]) -> Failure {
    Failure.local(
      code: RefusalCode.invalidConfiguration.word,
      message: errors.map(\.description).joined(separator: "\n"))
  }

  /// The folders that `--config` names, or those of the daemon that this user would talk to.
  func layers() throws(Failure) -> ConfigLayers {
    let user: ProcessUser
    do {
      user = try ProcessUser.current()
    } catch {
      throw Failure.local(code: RefusalCode.internalError.word, message: "\(error)")
    }
    if let folder = invocation.value("config") {
      var path = folder
      while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
      guard TrustedFile.isThere(path) else {
        throw Failure.usage(UsageError("--config: there is no folder '\(folder)'"))
      }
      return ConfigLayers([path], owners: [user.effectiveUID])
    }
    if !user.isRoot, let own = user.configurationFolder, TrustedFile.isThere(own) {
      return ConfigLayers([own], owners: [user.effectiveUID])
    }
    // Without that user there is no service whose files they could be.
    let service = (try? UserDatabase.userID(named: "_ferry")) ?? nil
    return ConfigLayers(
      ConfigLayers.system, owners: [user.effectiveUID] + (service.map { [$0] } ?? []))
  }
}
