/// Something that the daemon answers: written by the server, read back by the command line.
///
/// Fields that are not known are passed over in reading: a newer daemon may tell more.
public protocol WireShape: Hashable, Sendable {
  /// The shape as JSON, its members in the documented order.
  var json: JSONValue { get }

  /// Reads the shape.
  ///
  /// - Throws: `WireError` if a field has a value of the wrong kind.
  init(json: JSONValue) throws(WireError)
}
