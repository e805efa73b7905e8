import Glibc

/// Extended attributes of files, whose calls the system's Swift module does not show.
enum Attributes {
  private typealias Set =
    @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeRawPointer?, Int, Int32) ->
    Int32
  private typealias Get =
    @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeMutableRawPointer?, Int) ->
    Int

  /// Whether an attribute could be set.
  static func set(_ path: String, _ name: String, _ value: [UInt8]) -> Bool {
    guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "setxattr") else { return false }
    return unsafeBitCast(symbol, to: Set.self)(path, name, value, value.count, 0) == 0
  }

  /// An attribute's value; nil if it cannot be read.
  static func get(_ path: String, _ name: String) -> [UInt8]? {
    guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "getxattr") else { return nil }
    var value = [UInt8](repeating: 0, count: 1_024)
    let count = unsafeBitCast(symbol, to: Get.self)(path, name, &value, value.count)
    return count < 0 ? nil : Array(value.prefix(count))
  }
}
