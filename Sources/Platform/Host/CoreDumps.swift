import Glibc

/// Images of this process's memory on the disk, which would hold its secrets.
public enum CoreDumps {
  /// The variable that keeps them: `FERRY_CORE_DUMPS=yes`, for those who look for a fault.
  static let variable = "FERRY_CORE_DUMPS"

  /// Has the kernel write none of this process and its children.
  ///
  /// By the limit of their size, and not by prctl(2)'s `PR_SET_DUMPABLE`: with that, swift-backtrace
  /// may not read the process's map, and a crash would be told in addresses without names.
  /// systemd-coredump and its like keep to the limit, too.
  public static func refuse() {
    if let value = getenv(variable), String(cString: value) == "yes" { return }
    var limit = rlimit()
    // The service has it from its unit, whose sandbox may not let it be set once more.
    guard getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0, limit.rlim_max > 0
    else { return }
    limit = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
  }
}
