import Migration

extension ConfigReader {
  /// What the section `[Job]` says about how objects are copied.
  mutating func copying() -> CopyRule {
    var rule = CopyRule()
    func flag(_ key: String, _ standard: Bool, _ reader: inout ConfigReader) -> Bool {
      reader.read("Job", key, default: standard, by: ConfigValue.flag).value
    }
    rule.keepsModified = flag("WithLastModifyTime", rule.keepsModified, &self)
    rule.convertsLinks = flag("ConvertSymlinkTarget", rule.convertsLinks, &self)
    rule.keepsOwner = flag("PreserveOwner", rule.keepsOwner, &self)
    rule.keepsAttributes = flag("PreserveXattrs", rule.keepsAttributes, &self)
    rule.verify = read("Job", "Verify", default: rule.verify, by: CopyKnobs.verify).value
    rule.fileMode = mode("FileMode")
    rule.folderMode = mode("DirectoryMode")
    rule.keepsStorageClass = flag("WithStorageClass", rule.keepsStorageClass, &self)
    rule.storageClass =
      read("Job", "TargetStorageClass", default: nil) { text throws(ValueProblem) in
        try StorageClassText(text).storageClass
      }.value
    return rule
  }

  private mutating func mode(_ key: String) -> UInt32? {
    read("Job", key, default: nil) { text throws(ValueProblem) in try ModeText(text).mode }.value
  }
}
