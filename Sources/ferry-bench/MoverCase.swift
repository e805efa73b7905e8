/// What is moved, and how it is found.
enum MoverCase: CaseIterable {
  /// Many small files to a destination that is not there.
  case small
  /// The same again.
  case unchanged
  /// A few large files to a destination that is not there.
  case large
  /// The same, each copy read again and compared.
  case verified
  /// The same by CRC-64.
  case summed

  /// What stands above the table.
  var title: String {
    switch self {
    case .small: "small files to a fresh destination"
    case .unchanged: "small files again, nothing changed"
    case .large: "large files to a fresh destination"
    case .verified: "large files, Verify=checksum (cp does not verify; the limit does)"
    case .summed: "large files, Verify=crc64 (cp does not verify; the limit does)"
    }
  }

  /// How much of ferry's time a program is to take at least; nil if nothing is asked.
  ///
  /// Below 1 ferry may be slower. The large files are held against the better of `cp` and the limit,
  /// so against each of them.
  func wanted(_ program: String) -> Double? {
    switch (self, program) {
    case (.small, Mover.limit): 1 / 1.3
    case (.small, "rclone copy"): 3
    case (.small, "rsync -a"): 1.5
    case (.unchanged, "rsync -a"): 1
    case (.unchanged, "rclone copy"): 1.5
    case (.large, Mover.limit), (.large, "cp -a"), (.verified, Mover.limit): 1 / 1.15
    case (.verified, "rclone copy"): 8
    default: nil
    }
  }
}
