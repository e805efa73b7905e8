import Foundation

/// Some JSON, read without a shape; what is not there reads as empty.
struct JSON {
  private let value: Any?

  init(_ text: String) {
    value = try? JSONSerialization.jsonObject(
      with: Data(text.utf8), options: [.fragmentsAllowed])
  }

  private init(value: Any?) {
    self.value = value
  }

  subscript(name: String) -> JSON {
    JSON(value: (value as? [String: Any])?[name])
  }

  subscript(index: Int) -> JSON {
    let all = array
    return index < all.count ? all[index] : JSON(value: nil)
  }

  var array: [JSON] {
    (value as? [Any] ?? []).map { JSON(value: $0) }
  }

  var names: Set<String> {
    Set((value as? [String: Any] ?? [:]).keys)
  }

  var text: String {
    value as? String ?? ""
  }

  var number: Int {
    (value as? NSNumber)?.intValue ?? -9_999
  }
}
