/// The way of an object from one kind of place to another; one thread uses one.
protocol BucketMover: AnyObject {
  /// Moves one object, complete or not at all.
  ///
  /// The bytes that it has flown are taken back before it returns or throws.
  func move(_ task: Flight.Task) throws(ObjectError)
}
