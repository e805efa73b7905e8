/// A page of a list of one kind of thing.
public struct PageView<Entry: WireShape>: Hashable, Sendable {
  /// The things.
  public var entries: [Entry]
  /// Where the next page begins, empty on the last one.
  public var nextMarker: String

  /// A page; a marker says that there are more.
  public init(_ entries: [Entry], nextMarker: String = "") {
    self.entries = entries
    self.nextMarker = nextMarker
  }

  /// The page under the name of its kind of thing.
  public func json(_ name: String) -> JSONValue {
    .object([
      JSONMember(name, .array(entries.map(\.json))),
      JSONMember("NextMarker", .string(nextMarker)),
      JSONMember("Truncated", .bool(!nextMarker.isEmpty)),
    ])
  }

  /// Reads a page as the daemon tells it.
  public init(json: JSONValue, of name: String) throws(WireError) {
    let fields = try JSONFields(json)
    entries = try fields.shapes(name, of: Entry.self)
    nextMarker = try fields.text("NextMarker")
  }
}
