/// A look at a list before a run needs it.
public enum InventoryLook {
  /// What is wrong with a list, nil if nothing is.
  ///
  /// The manifest is read, all data files are looked at, and the first one is opened, compared with
  /// its digest, and read up to its first row. It blocks as long as the file system does.
  public static func problem(with order: InventoryOrder) -> String? {
    look(at: order).problem
  }

  /// What is wrong with a list, and else the first key and URL that it names.
  ///
  /// Of a list in a bucket no more is brought than the begin of its first data file, and that is not
  /// compared with its digest.
  public static func look(
    at order: InventoryOrder
  ) -> (problem: String?, key: [UInt8]?, url: [UInt8]?) {
    do throws(InventoryProblem) {
      let stop = StopFlag()
      let inventory: OpenInventory
      if let bucket = order.bucket {
        inventory = try OpenInventory(
          order, in: BucketList(order, bucket, stop, Patience(), most: firstPart))
      } else {
        inventory = try OpenInventory(order)
      }
      let list = ListReader(inventory, stop, checks: order.bucket == nil)
      switch try list.next() {
      case .unreadable(let why)?:
        return ("\(order.text(of: list.line)): the row cannot be read: \(why)", nil, nil)
      case .key(let key)?: return (nil, key, list.about.url)
      case nil: return (nil, nil, nil)
      }
    } catch {
      return (error.description, nil, nil)
    }
  }

  /// Bytes of the first data file: the longest row many times.
  private static let firstPart: Int64 = 1 << 20
}
