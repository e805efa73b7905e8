public import Migration
public struct MoveOrder: Sendable {
  public init(job: String, run: Int64, ledger: String, source: String, destination: String, overwrite: OverwriteRule, keepsModified: Bool, excludesFolders: Bool, excludesSymlinks: Bool, throttle: Throttle, boot: String) {}
}
public enum MoveEvent: Sendable { case prepared, moved, halted, settled(RunCounts), blocked(String), broken(String) }
public final class MoveSession: Sendable {
  public init(order: MoveOrder, report: @escaping @Sendable (MoveEvent) -> Void) {}
  public func prepare() {}
  public func move() {}
  public func halt() {}
  public func settle() {}
  public func close() {}
  public func setThrottle(_ t: Throttle) {}
  public var progress: RunCounts { RunCounts() }
}
