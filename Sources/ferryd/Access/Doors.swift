import Migration
import Platform
import Server

/// What answers at the daemon's doors: the Unix socket's, and that for clients elsewhere.
struct Doors {
  let native: NativeAPI
  let remote: RemoteDoor
  let policy: AccessPolicy
  let log: Log

  init(
    control: Control, service: Service, access: AccessDesk, policy: AccessPolicy, log: Log
  ) {
    let record: Router.Recorder = { change in
      access.record(change, role: policy.role(of: change.caller))
    }
    native = NativeAPI(
      port: control, policy: policy, service: service, tokens: access, record: record)
    let records = RecordDesk(
      reader: control.reader, gate: control.gate, verifications: VerifyDesk(control),
      lists: ListDesk(folder: control.listFolder, control: control, log: log))
    let mgw = MgwAPI(port: control, records: records, policy: policy, record: record)
    remote = RemoteDoor(native: native, mgw: mgw, access: access, started: control.started)
    self.policy = policy
    self.log = log
  }
}
