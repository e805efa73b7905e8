/// The way of an object from one kind of place to another; one thread uses one.
protocol BucketMover: AnyObject {
  /// Moves one object, complete or not at all, or begins with a large one.
  ///
  /// The bytes that it has flown are taken back before it returns or throws.
  ///
  /// - Returns: The parts of a large object; nil if it is moved.
  func move(_ task: Flight.Task) throws(ObjectError) -> PartJob?

  /// Moves a part of an object that any thread of the run has begun.
  ///
  /// - Returns: What is to be recorded of it, so that it need not be moved again.
  func move(_ part: PartJob.Part, of job: PartJob) throws(ObjectError) -> String

  /// Makes an object of its parts, on the thread that began it, when no other one works on it.
  ///
  /// - Parameter failure: Why it cannot be made, if it cannot: then what is worth keeping is kept.
  /// - Throws: That, or why it could not be made now.
  func end(_ job: PartJob, after failure: ObjectError?) throws(ObjectError)

  /// An object has failed for good: nothing of it is kept.
  func giveUp(_ task: Flight.Task)
}

/// For a mover that begins with no parts.
extension BucketMover {
  func move(_ part: PartJob.Part, of job: PartJob) throws(ObjectError) -> String { throw .changed }

  func end(_ job: PartJob, after failure: ObjectError?) throws(ObjectError) { throw .changed }

  func giveUp(_ task: Flight.Task) {}
}
