public import Migration
public import Platform
public import Rclone

/// The sides of a run that rclone moves, because one of them is reached by nothing else.
public struct RemoteOrder: Sendable {
  /// The daemon's rclone.
  public var service: RcloneService
  /// The source; nil for a folder of this machine.
  public var source: RemoteEnd?
  /// The destination; nil for a folder of this machine.
  public var destination: RemoteEnd?

  /// A run between two sides, of which one at least is no folder.
  public init(_ service: RcloneService, source: RemoteEnd?, destination: RemoteEnd?) {
    self.service = service
    self.source = source
    self.destination = destination
  }
}

/// A place of a service as one end of a run.
public struct RemoteEnd: Sendable {
  /// Where it is.
  public let place: BucketPlace
  /// The address's name.
  public let name: Name
  /// The address's ID.
  public let version: String
  /// Gets what opens it, anew each time, with the token of a temporary key; nil if nothing is needed.
  public let secret:
    @Sendable () throws(BucketEnd.NoCredentials) -> (secret: Secret, token: Secret?)?

  /// A place and the way to its secret.
  public init(
    _ place: BucketPlace, name: Name, version: String,
    secret:
      @escaping @Sendable () throws(BucketEnd.NoCredentials) -> (secret: Secret, token: Secret?)?
  ) {
    self.place = place
    self.name = name
    self.version = version
    self.secret = secret
  }

  /// What tells it from other places, where a folder has an inode number.
  var identity: UInt64 {
    var hash = FNV1a()
    hash.mix(place.text.utf8)
    return hash.value
  }

  /// The place as rclone is told of it.
  func remote(_ side: ObjectError.Side) throws(ObjectError) -> RcloneRemote {
    let key: (secret: Secret, token: Secret?)?
    do throws(BucketEnd.NoCredentials) {
      key = try secret()
    } catch {
      throw ObjectError("open", side, StoreProblem(blocking: error.text))
    }
    do throws(RcloneError) {
      return try RcloneRemote(
        place, name: name, version: version, secret: key?.secret, token: key?.token)
    } catch {
      throw ObjectError("open", side, StoreProblem(blocking: "\(error)"))
    }
  }
}
