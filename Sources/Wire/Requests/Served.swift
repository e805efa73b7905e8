/// What this version of ferry moves and what it does not: the one place that knows.
///
/// A wish that would change what is moved and that cannot be honoured is refused, never dropped.
public enum Served {
  /// The types of address that are moved.
  public static let addressTypes = ["local", "inv"]

  /// The types of address that are known by name but not moved yet.
  static let laterAddressTypes = [
    "oss", "s3", "qiniu", "cos", "bos", "obs", "ks3", "ucloud", "upyun", "azure", "gcp", "tos",
    "obsfs", "ftp", "ossinv",
  ]

  /// Where the objects of a list, and the list itself, may be.
  static let listPlaces = ["local"]

  /// The sentence about a key, a field or a flag that a later version serves.
  static let notYet = "is not served by this version of ferry"

  /// What is wrong with an address type, nil if it is moved.
  static func problem(withAddressType type: String) -> String? {
    if addressTypes.contains(type) { return nil }
    let served = addressTypes.joined(separator: ", ")
    if laterAddressTypes.contains(type) {
      return "addresses of type '\(type)' are not moved by this version; it moves: \(served)"
    }
    let hint = Nearest.hint(for: type, among: addressTypes + laterAddressTypes)
    return "'\(type)' is no type of address\(hint); this version moves: \(served)"
  }

  /// What is wrong with the place of a list or of its objects, nil if it is read.
  static func problem(withListPlace type: String) -> String? {
    if listPlaces.contains(type) { return nil }
    let served = listPlaces.joined(separator: ", ")
    if laterAddressTypes.contains(type) {
      return "'\(type)' \(notYet); an inventory and its objects are read from: \(served)"
    }
    let hint = Nearest.hint(for: type, among: listPlaces + laterAddressTypes)
    return "'\(type.prefix(60))' is no place of an inventory\(hint); this version reads: \(served)"
  }
}
