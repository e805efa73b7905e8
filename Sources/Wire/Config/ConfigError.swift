/// One mistake in a configuration file.
public struct ConfigError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where it is.
  public let place: ConfigPlace
  /// What is wrong and what is allowed.
  public let message: String

  /// A mistake at a place.
  public init(_ place: ConfigPlace, _ message: String) {
    self.place = place
    self.message = message
  }

  /// `jobs.d/x.job:7:1: unknown key 'Sorce' in [Job]; did you mean 'Source'?`.
  public var description: String {
    "\(place): \(message)"
  }
}
