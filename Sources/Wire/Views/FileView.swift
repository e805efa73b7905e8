/// A definition as the file that would make it.
public struct FileView: WireShape {
  /// The file's name: `nightly.job`, `nas.address`.
  public var name: String
  /// What the file holds.
  public var text: String

  /// The view with all its fields.
  public init(name: String, text: String = "") {
    self.name = name
    self.text = text
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    ["Name": .string(name), "Text": .string(text)]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    name = try fields.text("Name")
    text = try fields.text("Text")
  }
}
