import CLinux
import Glibc
import Migration

/// The targets of symbolic links, as the destination gets them.
struct LinkTargets {
  /// What the source's folder is called, and the destination's; each without a `/` at the end.
  private let roots: [(source: [UInt8], destination: [UInt8])]

  init(_ run: RunContext) {
    guard run.order.rule.convertsLinks else {
      roots = []
      return
    }
    let destination = Array(run.order.destination.utf8)
    // A link may name the folder as the address does, or as it really is.
    roots = [run.order.source, run.roots.sourcePath ?? ""].filter { !$0.isEmpty }.map {
      (Array($0.utf8), destination)
    }
  }

  /// Reads a link's target; one that leads into the source leads into the destination then.
  ///
  /// - Returns: The target with its NUL; it lies in the buffer.
  func read(
    _ name: UnsafePointer<CChar>, in folder: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ObjectError) -> UnsafePointer<CChar> {
    guard let target = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else {
      throw ObjectError("read", .source, ENOMEM)
    }
    let count = try ObjectError.count(
      ferry_readlink_at(folder, name, target, buffer.count - 1), "read", .source)
    target[count] = 0
    let bytes = UnsafeRawBufferPointer(start: target, count: count)
    for (source, destination) in roots where Self.isInside(bytes, source) {
      let converted = destination + bytes.dropFirst(source.count)
      guard converted.count < buffer.count else { throw ObjectError("read", .source, ENAMETOOLONG) }
      buffer.copyBytes(from: converted)
      target[converted.count] = 0
      break
    }
    return UnsafePointer(target)
  }

  private static func isInside(_ target: UnsafeRawBufferPointer, _ folder: [UInt8]) -> Bool {
    guard target.starts(with: folder) else { return false }
    return target.count == folder.count || target[folder.count] == UInt8(ascii: "/")
  }
}
