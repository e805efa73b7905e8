import Platform
import Wire

/// Gets the secrets of access keys from files that nobody else can read.
enum AccessKeyReader {
  /// Reads the secrets.
  ///
  /// - Parameters:
  ///   - entries: The keys.
  ///   - errors: Is told of what is wrong, each with its place; never with a byte of a secret.
  static func read(
    _ entries: [ConfigSet.Entry<AccessKeyConfig>], _ errors: inout [ConfigError]
  ) -> [ReadAccessKey] {
    var keys: [ReadAccessKey] = []
    var names: [String: String] = [:]
    for entry in entries {
      let config = entry.config
      if let other = names.updateValue(config.name, forKey: config.id.value) {
        errors.append(
          ConfigError(
            config.id.source?.place ?? ConfigFinder.start(of: entry.path),
            "Id= is that of access key '\(other)', too; each key has its own"))
        continue
      }
      do throws(ConfigError) {
        let secret = try secret(of: entry)
        keys.append(
          ReadAccessKey(
            name: config.name, id: config.id.value, secret: secret, role: config.role.value))
      } catch {
        errors.append(error)
      }
    }
    return keys
  }

  private static func secret(
    of entry: ConfigSet.Entry<AccessKeyConfig>
  ) throws(ConfigError) -> Secret {
    let config = entry.config
    if let source = config.secretFile.source {
      let secret: Secret
      do {
        // One line, or it throws.
        secret = try SecretFile.readLines(
          config.secretFile.value, limits: [AccessKeyConfig.longestSecret])[0]
      } catch {
        throw ConfigError(source.place, "SecretFile= \(error)")
      }
      if let problem = AccessKeyConfig.problem(withSecret: secret.withText { $0 } ?? "") {
        throw ConfigError(source.place, "SecretFile= \(config.secretFile.value) \(problem)")
      }
      return secret
    }
    do {
      // Read once more, for nobody else may be able to read what holds the secret itself.
      _ = try SecretFile.read(
        config.secretPlace?.file ?? entry.path, limit: UnitFile.sizeLimit)
    } catch {
      throw ConfigError(
        config.secretPlace ?? ConfigFinder.start(of: entry.path), "Secret= \(error)")
    }
    return (config.secret ?? GivenSecret("")).withText { Secret($0) }
  }
}
