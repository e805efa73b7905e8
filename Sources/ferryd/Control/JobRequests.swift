import Calendar
import Migration
import Wire

extension JobDefinition {
  /// What a request asks for.
  ///
  /// - Parameter standardZone: The zone of a job that names none; fixed from here on.
  /// - Throws: `InvalidArgument` for a rule that cannot be read, with a caret under the place.
  init(_ request: JobRequest, standardZone: String) throws(Refusal) {
    self.init(
      name: try Name(request.name, of: "job"), source: try Name(request.source, of: "address"),
      destination: try Name(request.destination, of: "address"), overwrite: request.overwrite,
      keepsModified: request.keepsModified, excludesFolders: request.filter.excludeFolders,
      excludesSymlinks: request.filter.excludeSymlinks, throttle: request.throttle,
      tags: request.tags)
    schedule.start = try Self.rule(request.schedule.start, "StartCronExpression")
    schedule.suspend = try Self.rule(request.schedule.suspend, "SuspendCronExpression")
    schedule.maxCount = request.schedule.maxScheduleCount
    schedule.timeZone = try Self.zone(request, schedule, standardZone)
  }

  private static func rule(_ text: String, _ what: String) throws(Refusal) -> CronRule? {
    guard !text.isEmpty else { return nil }
    do {
      return try CronRule(text)
    } catch {
      throw Refusal(.invalidArgument, "\(what): \(error.description)\n\(error.caret)")
    }
  }

  private static func zone(
    _ request: JobRequest, _ schedule: ScheduleRule, _ standard: String
  ) throws(Refusal) -> String {
    let named = [schedule.start, schedule.suspend].compactMap { $0?.expression.zoneName }
    let given = request.timeZone.isEmpty ? named : [request.timeZone] + named
    guard let first = given.first else { return standard }
    guard given.allSatisfy({ $0 == first }) else {
      throw Refusal(.invalidArgument, "the rules and TimeZone name different zones; name one")
    }
    return first
  }
}
