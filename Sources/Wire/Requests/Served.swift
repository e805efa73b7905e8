import Migration

/// What this version of ferry moves and what it does not: the one place that knows.
///
/// A wish that would change what is moved and that cannot be honoured is refused, never dropped.
public enum Served {
  /// The types of address that are moved.
  public static let addressTypes = ["local", "inv", "http"]

  /// The types of address that can be kept.
  static let keptAddressTypes = addressTypes + ServiceKind.all.map(\.word)

  /// The types of address that are known by name and neither moved nor kept yet.
  static let laterAddressTypes = ["obsfs", "ossinv"]

  /// Where the objects of a list may be; a kind of store that is only kept is one, too.
  static let dataPlaces =
    ["local"]
    + ServiceKind.all.filter { $0.speaksS3 || !$0.isServed }.map(\.word)

  /// Where a list itself may be.
  static let listPlaces = ["local"] + ServiceKind.all.filter(\.speaksS3).map(\.word)

  /// The sentence about a key, a field or a flag that a later version serves.
  static let notYet = "is not served by this version of ferry"

  /// What is wrong with an address type, nil if it can be kept.
  static func problem(withAddressType type: String) -> String? {
    if keptAddressTypes.contains(type) { return nil }
    let known = keptAddressTypes.joined(separator: ", ")
    if laterAddressTypes.contains(type) {
      return "addresses of type '\(type)' are not served by this version; it knows: \(known)"
    }
    let hint = Nearest.hint(for: type, among: keptAddressTypes + laterAddressTypes)
    return "'\(type.prefix(60))' is no type of address\(hint); this version knows: \(known)"
  }

  /// The types of address that a file alone can define: what they need has no field in a request.
  static let fileAddressTypes =
    ServiceKind.all.filter { $0.rclone?.bucket == RcloneProfile.Need.none }
    .map(\.word) + ["gcs", "smb"]

  /// What is wrong with the type of an address that is asked for, nil if it can be made so.
  static func problem(withRequestedType type: String) -> String? {
    if let problem = problem(withAddressType: type) { return problem }
    guard fileAddressTypes.contains(type) else { return nil }
    return "addresses of type '\(type)' are made by a file: /etc/ferry/addresses.d/NAME.address"
  }

  /// What is wrong with the place of a list, nil if it is read.
  static func problem(withListPlace type: String) -> String? {
    problem(with: type, among: listPlaces, "a list is", "an inventory")
  }

  /// What is wrong with the place of a list's objects, nil if it is read.
  static func problem(withDataPlace type: String) -> String? {
    if type == "http" { return "'http': URLs have an address type of their own, 'http'" }
    return problem(with: type, among: dataPlaces, "its objects are", "an inventory's objects")
  }

  private static func problem(
    with type: String, among places: [String], _ what: String, _ whose: String
  ) -> String? {
    if places.contains(type) { return nil }
    let served = places.joined(separator: ", ")
    if (keptAddressTypes + laterAddressTypes).contains(type) {
      return "'\(type)' \(notYet); \(what) read from: \(served)"
    }
    let hint = Nearest.hint(for: type, among: places)
    return "'\(type.prefix(60))' is no place of \(whose)\(hint); this version reads: \(served)"
  }

  /// What is wrong with the name of a list of keys, nil if nothing is.
  static func problem(withListFile path: String) -> String? {
    guard path.hasSuffix(".csv") || path.hasSuffix(".csv.gz") else { return nil }
    return "is CSV without a manifest, of which nobody says what its columns are; name its "
      + "manifest.json, or a plain list in .txt or .txt.gz"
  }
}
