import Migration
import Rclone

/// One thread's way to both sides of a run that rclone moves: keys are bytes, errors are those of
/// objects.
final class RemoteClient {
  let order: MoveOrder
  /// Whether the destination keeps the times of files.
  let keepsTimes: Bool

  private let rclone: RcloneClient
  private let source: RcloneRemote
  private let destination: RcloneRemote

  init(
    _ order: MoveOrder, _ rclone: RcloneClient, source: RcloneRemote, destination: RcloneRemote,
    keepsTimes: Bool
  ) {
    self.order = order
    self.rclone = rclone
    self.source = source
    self.destination = destination
    self.keepsTimes = keepsTimes
  }

  static let notUTF8 = "the name is not UTF-8, as rclone needs it; give it another name"

  // MARK: - Looking

  /// Lists one folder.
  ///
  /// - Parameter key: Its key; empty for the place itself.
  /// - Returns: Nil if there is no such folder.
  func folder(_ key: [UInt8], _ side: ObjectError.Side) throws(ObjectError) -> RemoteFolder? {
    guard let name = RcloneName.standard(key) else { return nil }
    var folder = RemoteFolder()
    do throws(RcloneError) {
      try rclone.list(side == .source ? source : destination, name) {
        (entry) throws(RcloneError) in folder.add(entry)
      }
    } catch {
      if error.kind == .refused(status: 404) { return nil }
      throw ObjectError("list", side, error, at: order.place(side))
    }
    folder.sort()
    return folder
  }

  /// Looks at one key.
  ///
  /// - Returns: Nil if nothing is under it.
  func look(_ key: [UInt8], _ side: ObjectError.Side) throws(ObjectError) -> ObjectFacts? {
    guard let name = RcloneName.standard(key) else { return nil }
    do throws(RcloneError) {
      let found = try rclone.look(side == .source ? source : destination, name)
      return found.map { RemoteFolder.facts($0) }
    } catch {
      if error.kind == .refused(status: 404) { return nil }
      throw ObjectError("look at", side, error, at: order.place(side))
    }
  }

  // MARK: - Copying

  /// Copies some objects.
  ///
  /// - Parameter moved: Hears now and then how many bytes have been moved.
  /// - Returns: What went wrong with each; nil for what went well.
  func copy(
    _ keys: [[UInt8]], _ copying: RcloneCopying, group: String, moved: @escaping (Int64) -> Void
  ) throws(ObjectError) -> [ObjectError?] {
    let names = keys.map { RcloneName.standard($0) }
    let asked = names.compactMap(\.self)
    var results: ArraySlice<RcloneError?> = []
    if !asked.isEmpty {
      do throws(RcloneError) {
        results = try rclone.copy(
          asked, from: source, to: destination, copying, group: group, moved: moved)[...]
      } catch {
        throw ObjectError("copy", .destination, error, at: order.destination)
      }
    }
    return names.map { name in
      guard name != nil else {
        let problem = StoreProblem(code: .invalidKey, text: Self.notUTF8, mayPass: false)
        return ObjectError("copy", .source, problem)
      }
      guard let error = results.removeFirst() else { return nil }
      return ObjectError("copy", .destination, error, at: "rclone")
    }
  }

  /// Makes a folder at the destination.
  func makeFolder(_ key: [UInt8]) throws(ObjectError) {
    guard let name = RcloneName.standard(key) else {
      throw ObjectError(
        "make", .source, StoreProblem(code: .invalidKey, text: Self.notUTF8, mayPass: false))
    }
    do throws(RcloneError) {
      try rclone.makeFolder(destination, name)
    } catch {
      throw ObjectError("make", .destination, error, at: order.destination)
    }
  }
}
