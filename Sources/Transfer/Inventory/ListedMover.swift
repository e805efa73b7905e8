import Migration

/// Moves objects of a bucket that a list of yesterday names: one that has changed since is taken as it
/// is now.
final class ListedMover: BucketMover {
  private let mover: any BucketMover
  private let source: BucketClient

  init(_ mover: any BucketMover, _ source: BucketClient) {
    self.mover = mover
    self.source = source
  }

  func move(_ task: Flight.Task) throws(ObjectError) -> PartJob? {
    do throws(ObjectError) {
      return try mover.move(task)
    } catch {
      guard error.cause == .changed, let now = try source.look(task.key)?.facts,
        now.size != task.facts.size || now.modified != task.facts.modified
      else { throw error }
      var task = task
      task.known = now
      return try mover.move(task)
    }
  }

  func move(_ part: PartJob.Part, of job: PartJob) throws(ObjectError) -> String {
    try mover.move(part, of: job)
  }

  func end(_ job: PartJob, after failure: ObjectError?) throws(ObjectError) {
    try mover.end(job, after: failure)
  }

  func giveUp(_ task: Flight.Task) {
    mover.giveUp(task)
  }
}
