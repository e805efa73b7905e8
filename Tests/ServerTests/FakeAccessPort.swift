import Calendar
import Migration
import Platform
import Server
import Synchronization
import Wire

/// Knows the recorded requests' key and two tokens, and has a clock that is set by hand.
final class FakeAccessPort: AccessPort {
  private let time: Mutex<Instant>
  private let role: Role

  init(at time: Instant, role: Role = .admin) {
    self.time = Mutex(time)
    self.role = role
  }

  var now: Instant {
    get { time.withLock { $0 } }
    set { time.withLock { $0 = newValue } }
  }

  func accessKey(withID id: String) -> AccessKey? {
    guard id == "LTAI-EXAMPLE-AK" else { return nil }
    return AccessKey(id: id, secret: Secret("EXAMPLE-SECRET"), role: role, name: "sdk")
  }

  func token(_ text: String) throws(Refusal) -> (name: String, role: Role)? {
    switch text {
    case "looker-token": ("looker", .viewer)
    case "runner-token": ("runner", .operator)
    default: nil
    }
  }
}
