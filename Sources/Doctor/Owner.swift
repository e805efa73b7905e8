import Glibc
import Platform
public import Wire

/// Whether files and folders belong to whom they should, and are open to nobody else.
public enum Owner {
  /// Looks at a folder that nobody but its owner may enter.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - check: The check that asks.
  ///   - uid: Whose it should be; nil for anybody's.
  public static func findings(
    ofPrivate folder: String, _ check: String, uid: UInt32?
  ) -> [FindingView] {
    var facts = stat()
    guard stat(folder, &facts) == 0 else {
      return [unseen(folder, check, errno)]
    }
    let mode = text(facts.st_mode)
    var findings: [FindingView] = []
    if let uid, facts.st_uid != uid {
      findings.append(
        FindingView(
          .problem, check, "the folder belongs to user \(facts.st_uid), not \(uid)", at: folder,
          remedy: "chown -R \(uid) \(folder)"))
    }
    if facts.st_mode & 0o077 != 0 {
      findings.append(
        FindingView(
          .warning, check, "others may look into the folder (mode \(mode))", at: folder,
          remedy: "chmod 700 \(folder)"))
    }
    if !findings.isEmpty { return findings }
    return [FindingView(.ok, check, "the folder is private (mode \(mode))", at: folder)]
  }

  /// Looks at a folder whose files decide what the daemon does: not everybody may write there.
  ///
  /// - Returns: Nothing if all is well, or it is not there.
  public static func findings(ofTrusted folder: String, _ check: String) -> [FindingView] {
    var facts = stat()
    guard stat(folder, &facts) == 0 else {
      return errno == ENOENT ? [] : [unseen(folder, check, errno)]
    }
    guard facts.st_mode & 0o002 != 0 else { return [] }
    return [
      FindingView(
        .problem, check, "everybody may write into the folder (mode \(text(facts.st_mode)))",
        at: folder, remedy: "chmod o-w \(folder)")
    ]
  }

  /// Looks at the secrets of a folder: each is for the daemon's user and nobody else.
  ///
  /// - Parameter ending: Files with other names are passed over.
  /// - Returns: What is wrong; nothing if the folder is not there.
  public static func findings(
    ofSecretsIn folder: String, ending: String, _ check: String
  ) -> [FindingView] {
    let names: [String]
    do {
      names = try FolderNames.read(folder)
    } catch {
      return error.code == ENOENT ? [] : [unseen(folder, check, error.code)]
    }
    return names.filter { $0.hasSuffix(ending) }.compactMap { name -> FindingView? in
      let path = "\(folder)/\(name)"
      do throws(FileReadError) {
        _ = try SecretFile.read(path, limit: 1 << 20)
        return nil
      } catch {
        return FindingView(.problem, check, error.description, at: path)
      }
    }
  }

  /// Looks at the daemon's socket.
  ///
  /// - Parameter group: The group that should have it; nil if there is none on this system.
  public static func findings(
    ofSocket path: String, _ check: String, group: UInt32?
  ) -> [FindingView] {
    var facts = stat()
    guard lstat(path, &facts) == 0 else {
      let error = SystemError(errno, "lstat", path)
      return [
        FindingView(
          .problem, check, "there is no socket: \(error)", at: path,
          remedy: "somebody has removed it, or ferryd does not run: start it again")
      ]
    }
    guard facts.st_mode & S_IFMT == S_IFSOCK else {
      return [
        FindingView(
          .problem, check, "this is no socket", at: path,
          remedy: "move it away and start ferryd again")
      ]
    }
    let mode = text(facts.st_mode)
    guard let group else {
      return [
        FindingView(
          .ok, check, "the socket is its owner's (mode \(mode)); there is no group ferry", at: path)
      ]
    }
    guard facts.st_gid == group, facts.st_mode & 0o060 == 0o060 else {
      return [
        FindingView(
          .warning, check,
          "the socket is not open to the group ferry (group \(facts.st_gid), mode \(mode))",
          at: path,
          remedy: "ferryd gives it to that group when it starts as root or as one of its members: "
            + "SupplementaryGroups=ferry")
      ]
    }
    return [FindingView(.ok, check, "the socket is the group ferry's (mode \(mode))", at: path)]
  }

  private static func unseen(_ path: String, _ check: String, _ code: Int32) -> FindingView {
    FindingView(
      .problem, check, "\(SystemError(code, "stat", path))", at: path,
      remedy: code == ENOENT ? "ferryd makes it at its start" : "look as root")
  }

  private static func text(_ mode: mode_t) -> String {
    "0" + String(mode & 0o7777, radix: 8)
  }
}
