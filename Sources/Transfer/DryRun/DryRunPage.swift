public import Migration

/// A part of what a run would do.
public struct DryRunPage: Sendable {
  /// The objects, in the order in which a run would come to them.
  public var objects: [ObjectForecast] = []
  /// What all objects of the page come to, those too that are not named.
  public var sum = ForecastSum()
  /// Where the next page begins; nil after the last one.
  public var next: [UInt8]?
}
