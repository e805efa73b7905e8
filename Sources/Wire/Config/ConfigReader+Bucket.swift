import Migration

extension ConfigReader {
  /// Refuses keys of an address that say nothing of its type.
  mutating func refuse(_ keys: [String], with type: String) {
    for key in keys {
      guard let text = text("Address", key) else { continue }
      refuse("\(key)= does not go with type '\(type)'", at: text.place(atByte: 0))
    }
  }

  /// Reads what names a bucket; what is wrong is recorded, and never with the text itself.
  ///
  /// - Parameter start: What the keys begin with: empty for the bucket of the objects, which alone
  ///   has a prefix.
  mutating func bucket(of kind: ServiceKind, keys start: String = "") -> BucketPlace {
    let kindKey = isAssigned("Address", "DataType") ? "DataType" : "Type"
    _ = required("Address", start + "Bucket")
    let bucket = judged(start + "Bucket", BucketRules.problem(withBucket:))
    let prefix = start.isEmpty ? judged("Prefix", BucketRules.problem(withPrefix:)) : ""
    let region = judged(start + "Region", BucketRules.problem(withRegion:))
    let domain = judged(start + "Domain", BucketRules.problem(withDomain:))
    // One that is wrong is not missing as well.
    let given = (
      region: optional("Address", start + "Region").value,
      domain: optional("Address", start + "Domain").value
    )
    if let missing = BucketRules.missingSite(
      of: kind, region: given.region, domain: given.domain)
    {
      let keys =
        kind.site == .domain ? "\(start)Domain=" : "\(start)Region= or \(start)Domain="
      let place = text("Address", start.isEmpty ? kindKey : "InvLocation")?.place
      refuse("type '\(kind)' needs \(missing): \(keys)", at: place)
    }
    let isPathStyle = read("Address", start + "PathStyle", default: false) {
      text throws(ValueProblem) in
      try ConfigValue.flag(text)
    }
    return BucketPlace(
      kind: kind, bucket: bucket, prefix: prefix, region: region, domain: domain,
      isPathStyle: isPathStyle.value, authority: authority(start),
      access: access(start))
  }

  /// The authorities that the service's certificate may be of; nil for the system's.
  private mutating func authority(_ start: String) -> LocalFile? {
    guard let file = text("Address", start + "AuthorityFile") else { return nil }
    do throws(Refusal) {
      return try LocalFile(file.text)
    } catch {
      refuse(
        "\(start)AuthorityFile= is no absolute path of a file, such as "
          + "/etc/ferry/authority.pem",
        at: file.place)
      return nil
    }
  }

  /// With what the bucket is opened; nil for one that is open to all.
  ///
  /// - Parameters:
  ///   - start: What its keys begin with.
  ///   - needsID: Whether a secret needs the ID that it belongs to.
  mutating func access(_ start: String = "", needsID: Bool = true) -> BucketPlace.Access? {
    let id = judged(start + "AccessId", BucketRules.problem(withAccessID:))
    let file = text("Address", start + "AccessSecretFile")
    let credential = text("Address", start + "AccessSecretCredential")
    if file != nil, let credential {
      refuse(
        "\(start)AccessSecretCredential= and \(start)AccessSecretFile= both say where the secret is; keep one",
        at: credential.place)
    }
    var source: SecretSource?
    if let file {
      do throws(Refusal) {
        source = .file(try LocalFile(file.text))
      } catch {
        // Not what it says: the secret itself may have been written here.
        refuse(
          "\(start)AccessSecretFile= is no absolute path of a file, such as "
            + "/etc/ferry/secrets/nas.secret",
          at: file.place)
      }
    } else if let credential {
      if let problem = SecretSource.problem(withCredential: credential.text) {
        refuse("\(start)AccessSecretCredential= \(problem)", at: credential.place)
      }
      source = .credential(credential.text)
    }
    if !needsID { return source.map { BucketPlace.Access(id: "", secret: $0) } }
    guard (text("Address", start + "AccessId") == nil) == (file ?? credential == nil) else {
      let isID = text("Address", start + "AccessId") != nil
      refuse(
        isID
          ? "\(start)AccessId= needs its secret: \(start)AccessSecretFile= or "
            + "\(start)AccessSecretCredential="
          : "the secret needs the ID that it belongs to: \(start)AccessId=",
        at: (text("Address", start + "AccessId") ?? file ?? credential)?.place)
      return nil
    }
    guard !id.isEmpty, let source else { return nil }
    return BucketPlace.Access(id: id, secret: source)
  }

  /// A text of the address by its rule; empty if it is not there or wrong.
  mutating func judged(_ key: String, _ rule: (String) -> String?) -> String {
    guard let text = text("Address", key) else { return "" }
    guard let problem = rule(text.text) else { return text.text }
    refuse("\(key)= \(problem)", at: text.place)
    return ""
  }
}
