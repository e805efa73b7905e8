import Glibc
import Platform

extension RcloneClient {
  /// What a place can do; it need not be there.
  public func facts(of remote: RcloneRemote) throws(RcloneError) -> RcloneFacts {
    let answer = try call("operations/fsinfo", ["fs": .string(remote.text)], [remote])
    guard let facts = RcloneFacts(answer, asksForTimes: remote.asksForTimes) else {
      throw RcloneError(.malformed, "rclone does not say what \(remote.name) can do")
    }
    return facts
  }

  /// Lists one folder, not what lies in its folders.
  ///
  /// - Parameters:
  ///   - folder: Its standard name; empty for the place itself.
  ///   - body: Gets each entry, in no order.
  /// - Throws: `.refused(status: 404)` if there is no such folder.
  public func list(
    _ remote: RcloneRemote, _ folder: String, _ body: (RcloneEntry) throws(RcloneError) -> Void
  ) throws(RcloneError) {
    let parameters: JSON = [
      "fs": .string(remote.text), "remote": .string(folder),
      "opt": ["noMimeType": true], "_config": config(remote, nil),
    ]
    do throws(RcloneError) {
      try list("operations/list", parameters, [remote]) { (json) throws(RcloneError) in
        guard let entry = RcloneEntry(json) else {
          throw RcloneError(.malformed, "an entry of rclone's list lacks its name, size or time")
        }
        try body(entry)
      }
    } catch {
      guard case .refused(500) = error.kind, error.description.hasSuffix("directory not found")
      else { throw error }
      throw RcloneError(.refused(status: 404), error.description)
    }
  }

  /// Whether a place is there and can be listed; its list is not read to the end.
  public func isThere(_ remote: RcloneRemote) throws(RcloneError) -> Bool {
    let enough = RcloneError(.stopped, "the list has begun")
    do throws(RcloneError) {
      try list(remote, "") { (_) throws(RcloneError) in throw enough }
    } catch {
      if error == enough { return true }
      if error.kind == .refused(status: 404) { return false }
      throw error
    }
    return true
  }

  /// Looks at one file or folder.
  ///
  /// - Returns: Nil if there is nothing of this name.
  public func look(
    _ remote: RcloneRemote, _ name: String
  ) throws(RcloneError) -> RcloneEntry? {
    let answer = try call(
      "operations/stat",
      [
        "fs": .string(remote.text), "remote": .string(name), "opt": ["noMimeType": true],
        "_config": config(remote, nil),
      ], [remote])
    return answer["item"].flatMap { RcloneEntry($0) }
  }

  /// Copies objects, each complete or not at all.
  ///
  /// - Parameters:
  ///   - names: Their standard names, the same on both sides; at most 100.
  ///   - group: Unique among the calls of this process.
  ///   - moved: Hears now and then how many bytes have been moved.
  /// - Returns: What went wrong with each; nil for what went well. What a stop has cut off failed with
  ///   `.stopped`.
  public func copy(
    _ names: [String], from source: RcloneRemote, to destination: RcloneRemote,
    _ copying: RcloneCopying, group: String, moved: ((Int64) -> Void)? = nil
  ) throws(RcloneError) -> [RcloneError?] {
    let inputs = names.map { name in
      [
        "_path": "operations/copyfile", "srcFs": .string(source.text), "srcRemote": .string(name),
        "dstFs": .string(destination.text), "dstRemote": .string(name),
      ] as JSON
    }
    var config = config(source, copying)
    if destination.asksForTimes, case .object(let members) = config {
      config = .object(members + [.init(name: "UseServerModTime", value: true)])
    }
    let answer = try call(
      "job/batch",
      [
        "inputs": .array(inputs), "concurrency": .number(Int64(copying.concurrency)),
        "_group": .string(group), "_config": config,
      ], [source, destination], group: group, moved: moved)
    // Else it keeps what it knows of each call for a day.
    _ = try? call("core/stats-delete", ["group": .string(group)], [])
    guard let results = answer["results"]?.elements, results.count == names.count else {
      throw RcloneError(.malformed, "rclone does not say what became of each object")
    }
    return results.map { failure($0) }
  }

  private func failure(_ result: JSON) -> RcloneError? {
    guard let text = result["error"]?.text else { return nil }
    let shown = service.clean(RcloneText.shown(text))
    if shown.hasSuffix("context canceled") { return RcloneError(.stopped, shown) }
    return RcloneError(.refused(status: Int(result["status"]?.number ?? 500)), shown)
  }

  /// Makes a folder; one that is there is no error.
  public func makeFolder(_ remote: RcloneRemote, _ name: String) throws(RcloneError) {
    _ = try call(
      "operations/mkdir", ["fs": .string(remote.markingText), "remote": .string(name)], [remote])
  }

  /// Sees whether a place can be written: an object is put there and removed again.
  public func tryToWrite(_ remote: RcloneRemote) throws(RcloneError) {
    let name = ".ferry-verify-\(HexText.encode(try Self.randomBytes()))"
    let path = "\(service.place)/\(name)"
    do throws(SystemError) {
      let file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
      try file.write(all: Array("ferry verify-address\n".utf8), path: path)
    } catch {
      throw RcloneError(.broken, "\(error)")
    }
    defer { unlink(path) }
    let results = try copy(
      [name], from: .folder(service.place), to: remote, RcloneCopying(), group: name)
    if case let error?? = results.first { throw error }
    try delete(remote, name)
  }

  private static func randomBytes() throws(RcloneError) -> [UInt8] {
    do throws(SystemError) {
      return try RandomBytes.make(count: 8)
    } catch {
      throw RcloneError(.broken, "\(error)")
    }
  }

  /// Deletes a file.
  public func delete(_ remote: RcloneRemote, _ name: String) throws(RcloneError) {
    _ = try call(
      "operations/deletefile", ["fs": .string(remote.text), "remote": .string(name)], [remote])
  }

  private func config(_ source: RcloneRemote, _ copying: RcloneCopying?) -> JSON {
    // A request that fails is tried again by ferry, which sees all of them.
    var members: [JSON.Member] = [.init(name: "LowLevelRetries", value: 2)]
    if source.asksForTimes { members.append(.init(name: "UseServerModTime", value: true)) }
    guard let copying else { return .object(members) }
    members += [
      .init(name: "IgnoreTimes", value: .bool(!copying.leavesEqual)),
      .init(name: "IgnoreChecksum", value: .bool(!copying.comparesSums)),
      .init(name: "PartialSuffix", value: .string(RcloneCopying.partialEnd)),
    ]
    if copying.bytesPerSecond > 0 {
      members.append(
        .init(name: "BwLimitFile", value: .string("\(copying.bytesPerSecond)B")))
    }
    return .object(members)
  }
}
