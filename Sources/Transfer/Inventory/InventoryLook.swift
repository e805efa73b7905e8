/// A look at a list before a run needs it.
public enum InventoryLook {
  /// What is wrong with a list, nil if nothing is.
  ///
  /// The manifest is read, all data files are looked at, and the first one is opened, compared with
  /// its digest, and read up to its first row. It blocks as long as the file system does.
  public static func problem(with order: InventoryOrder) -> String? {
    do throws(InventoryProblem) {
      let inventory = try OpenInventory(order)
      let list = ListReader(inventory, StopFlag())
      guard case .unreadable(let why)? = try list.next() else { return nil }
      return "\(order.folder)/\(list.line): the row cannot be read: \(why)"
    } catch {
      return error.description
    }
  }
}
