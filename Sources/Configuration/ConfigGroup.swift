/// One definition as its files make it: the file itself and the drop-ins that are read after it.
public struct ConfigGroup: Hashable, Sendable {
  /// The file's name: `nightly.job`, `ferryd.conf`.
  public let name: String
  /// The file; nil where drop-ins of `ferryd.conf` stand alone.
  public let main: ConfigFile?
  /// Its drop-ins, in the order of their names.
  public let dropIns: [ConfigFile]

  /// All of them in the order in which they are read.
  public var files: [ConfigFile] { (main.map { [$0] } ?? []) + dropIns }
}
