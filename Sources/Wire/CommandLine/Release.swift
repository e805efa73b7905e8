/// Which release of ferry this is; the daemon and the command line tell the same.
public enum Release {
  /// The version, by semver.org.
  public static let version = "0.1.0"
}
