import Migration

extension ConfigReader {
  /// Reads what names a place that rclone reaches; what is wrong is recorded, and never with the text
  /// itself.
  mutating func remote(of kind: ServiceKind, _ profile: RcloneProfile) -> BucketPlace {
    let isOwn = profile.backend.isEmpty
    // What says who asks, and where, is in the operator's own file.
    let others = isOwn ? AddressConfig.bucketKeys : ["Region", "PathStyle", "AuthorityFile"]
    refuse(others, with: kind.word)
    if !isOwn { refuse(AddressConfig.ownRemoteKeys, with: kind.word) }
    let prefix = judged("Prefix") { RemoteRules.problem(withPrefix: $0, profile) }
    let options = judged("RcloneOptions", RemoteRules.problem(withOptions:))
    guard !isOwn else {
      refuse(["RcloneOptions"], with: kind.word)
      return ownRemote(kind, prefix: prefix)
    }
    if profile.bucket == .required { _ = required("Address", "Bucket") }
    if profile.bucket == .none { refuse(["Bucket"], with: kind.word) }
    let bucket = profile.bucket == .none ? "" : judged("Bucket", BucketRules.problem(withBucket:))
    let domain = judged("Domain", BucketRules.problem(withDomain:))
    if let missing = BucketRules.missingSite(
      of: kind, region: "", domain: optional("Address", "Domain").value)
    {
      refuse("type '\(kind)' needs \(missing): Domain=", at: text("Address", "Type")?.place)
    }
    var place = BucketPlace(kind: kind, bucket: bucket, prefix: prefix, domain: domain)
    place.options = options
    place.access = remoteAccess(kind, profile)
    return place
  }

  /// A section of the operator's own configuration of rclone's.
  private mutating func ownRemote(_ kind: ServiceKind, prefix: String) -> BucketPlace {
    _ = required("Address", "Remote")
    _ = required("Address", "RcloneConfigFile")
    let name = judged("Remote", RemoteRules.problem(withRemote:))
    var place = BucketPlace(kind: kind, bucket: name, prefix: prefix)
    guard let file = text("Address", "RcloneConfigFile") else { return place }
    do throws(Refusal) {
      place.access = BucketPlace.Access(id: name, secret: .file(try LocalFile(file.text)))
    } catch {
      refuse(
        "RcloneConfigFile= is no absolute path of a file, such as /etc/ferry/secrets/rclone.conf",
        at: file.place)
    }
    return place
  }

  private mutating func remoteAccess(
    _ kind: ServiceKind, _ profile: RcloneProfile
  ) -> BucketPlace.Access? {
    if profile.access == .none {
      refuse(["AccessId", "AccessSecretFile", "AccessSecretCredential"], with: kind.word)
      return nil
    }
    let needsID = profile.hasAccount
    if !needsID { refuse(["AccessId"], with: kind.word) }
    guard let access = access(needsID: needsID) else {
      let isGiven = ["AccessId", "AccessSecretFile", "AccessSecretCredential"].contains {
        text("Address", $0) != nil
      }
      if profile.access == .required, !isGiven {
        refuse(
          "type '\(kind)' needs AccessId= and AccessSecretFile= or AccessSecretCredential=",
          at: text("Address", "Type")?.place)
      }
      return nil
    }
    return access
  }
}
