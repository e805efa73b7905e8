import Migration
import Platform

/// A place as rclone knows it: a remote, which each process is told of anew, and a folder in it.
public struct RcloneRemote: Sendable {
  /// A setting; a password is encoded as rclone wants it by rclone itself.
  struct Setting: Sendable {
    let key: String
    let value: Secret

    init(_ key: String, _ value: Secret) {
      (self.key, self.value) = (key, value)
    }

    init(_ key: String, _ value: String) {
      self.init(key, Secret(value))
    }
  }

  /// The name of the remote.
  let name: String
  /// Whose definition it is: two of one name must not be mixed up.
  let owner: String
  /// rclone's name for its protocol.
  let backend: String
  let settings: [Setting]
  /// Whether passwords are encoded already.
  let isEncoded: Bool
  /// The remotes that it is made of: a configuration of rclone's may put one upon another.
  let below: [RcloneRemote]
  /// The folder, without `/` at its end.
  let root: String
  /// Whether its folders are only what the names of objects begin with.
  let isStore: Bool
  /// Whether the time of an object's file is known only by asking for each object.
  let asksForTimes: Bool

  init(
    name: String, owner: String, backend: String, settings: [Setting], isEncoded: Bool = false,
    below: [RcloneRemote] = [], root: String, isStore: Bool = false, asksForTimes: Bool = false
  ) {
    self.name = name
    self.owner = owner
    self.backend = backend
    self.settings = settings
    self.isEncoded = isEncoded
    self.below = below
    self.root = root
    self.isStore = isStore
    self.asksForTimes = asksForTimes
  }

  /// A folder of this machine; its names are taken byte for byte.
  public static func folder(_ path: String) -> RcloneRemote {
    RcloneRemote(
      name: "ferry", owner: "", backend: "local",
      settings: [Setting("encoding", "Raw"), Setting("no_check_updated", "false")], root: path)
  }

  /// The place in rclone's notation.
  var text: String { "\(name):\(root)" }

  /// The same, where empty folders are to become objects.
  var markingText: String { isStore ? "\(name),directory_markers=true:\(root)" : text }

  /// All remotes that it takes, those below first.
  var all: [RcloneRemote] { below.flatMap(\.all) + [self] }

  /// What tells this definition from an earlier one of the name.
  var mark: UInt64 {
    var hash = Hasher()
    hash.combine(backend)
    for setting in settings {
      hash.combine(setting.key)
      setting.value.withBytes { hash.combine(bytes: $0) }
    }
    return UInt64(bitPattern: Int64(hash.finalize()))
  }

  /// What a process is told (`config/create`).
  var definition: JSON {
    [
      "name": .string(name), "type": .string(backend),
      "parameters": .object(
        settings.map { setting in
          .init(key: setting.key, setting.value.withText { $0 } ?? "")
        }),
      "opt": [
        "obscure": .bool(!isEncoded), "noObscure": .bool(isEncoded), "nonInteractive": true,
      ],
    ]
  }
}

extension JSON.Member {
  fileprivate init(key: String, _ text: String) {
    self.init(name: key, value: .string(text))
  }
}
