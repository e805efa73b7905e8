import Foundation

/// The programs that tests talk to: `make deps-test` installs them.
public enum Peers {
  /// The folder of their environment.
  public static let folder: String = {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["FERRY_PEERS"] { return folder }
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "/root") + "/.cache"
    return cache + "/ferry/peers"
  }()

  /// Whether they are installed.
  public static let areThere = access(program("rclone"), X_OK) == 0
  /// Whether Alibaba Cloud's SDK for Python is among them.
  public static let hasSDK = {
    let libraries = folder + "/lib"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries)) ?? []
    return versions.contains { version in
      let package = "\(libraries)/\(version)/site-packages/alibabacloud_hcs_mgw20240626"
      return access(package, F_OK) == 0
    }
  }()
  /// Why a test without them did not run.
  public static let how = "needs rclone and moto: make deps-test"

  /// The path of one of their programs.
  public static func program(_ name: String) -> String { "\(folder)/bin/\(name)" }
}
