public import Migration
public import Rclone

/// Looks at a place that rclone reaches: what a run would find.
public struct RemoteProbe: Sendable {
  private let end: RemoteEnd
  private let service: RcloneService
  private let stop: @Sendable () -> Bool

  /// A look; nothing is asked yet.
  ///
  /// - Parameter stop: Asked often; true ends it.
  public init(_ end: RemoteEnd, _ service: RcloneService, stop: @escaping @Sendable () -> Bool) {
    self.end = end
    self.service = service
    self.stop = stop
  }

  /// What is wrong; nil if nothing is.
  ///
  /// - Parameters:
  ///   - isWritten: Whether jobs write there: a folder that is not there is made by them.
  ///   - tries: Whether an object is written and removed again.
  public func problem(isWritten: Bool, tries: Bool) -> Verification.Problem? {
    do throws(ObjectError) {
      let remote = try end.remote(isWritten ? .destination : .source)
      let client = RcloneClient(service, stop: stop)
      do throws(RcloneError) {
        if try !client.isThere(remote), let problem = try absence(client, isWritten) {
          return problem
        }
        if tries { try client.tryToWrite(remote) }
        return nil
      } catch {
        return problem(error)
      }
    } catch {
      return .init(code: "IOError", message: "\(error)")
    }
  }

  /// What is to be said of a folder that is not there; nil if that is well.
  private func absence(
    _ client: RcloneClient, _ isWritten: Bool
  ) throws(RcloneError) -> Verification.Problem? {
    let isStore = end.place.kind.rclone?.isStore == true
    if isStore, !end.place.prefix.isEmpty {
      var place = end.place
      place.prefix = ""
      let whole = RemoteEnd(place, name: end.name, version: end.version, secret: end.secret)
      // What no key begins with yet is an empty folder.
      if let remote = try? whole.remote(.source), try client.isThere(remote) { return nil }
    }
    if isWritten, !isStore { return nil }
    return .init(
      code: isStore ? "NoSuchBucket" : "NoSuchFolder",
      message: "\(end.place.text) does not exist; make it, or correct the address")
  }

  private func problem(_ error: RcloneError) -> Verification.Problem {
    let problem = StoreProblem(error, at: end.place.text)
    let code =
      switch (error.kind, problem.code) {
      case (.program, _): "RcloneMissing"
      case (.stopped, _): "TimedOut"
      case (_, .permissionDenied): "AccessDenied"
      case (_, .unreachable): "Unreachable"
      case (_, .noSpace): "NoSpace"
      case (_, .notADirectory), (_, .isADirectory): "NotAFolder"
      default: "IOError"
      }
    let text = error.kind == .stopped ? "\(end.place.text) has not answered in time" : problem.text
    return .init(code: code, message: text)
  }
}
