import Migration
import Wire

/// One call of the command line: what is asked, of whom, and where the answer goes.
struct Session {
  let invocation: Invocation
  let client: ControlClient
  let console: Console
  /// Whether the answer is mgwutil's JSON.
  let isJSON: Bool

  /// The verb's argument.
  var name: String { invocation.argument }

  /// Sends a request; what is no success is thrown.
  func send(_ request: ControlRequest) throws(Failure) -> HTTPResponse {
    let response = try client.send(request)
    if (200...299).contains(response.status) { return response }
    throw Self.refusal(response)
  }

  /// What an answer that is no success says.
  static func refusal(_ response: HTTPResponse) -> Failure {
    do {
      return .refused(
        status: response.status, try RefusalView(json: JSONValue.read(response.body)))
    } catch {
      return .garbled(error)
    }
  }

  /// Sends a request and reads the answer.
  func ask<View: WireShape>(
    _ request: ControlRequest, for type: View.Type
  ) throws(Failure) -> View {
    try told(request, as: type).view
  }

  /// Sends a request and reads the answer; its text is for mgwutil's envelope, as it came.
  func told<View: WireShape>(
    _ request: ControlRequest, as type: View.Type
  ) throws(Failure) -> (view: View, text: String) {
    let response = try send(request)
    do {
      let view = try View(json: JSONValue.read(response.body))
      return (view, response.text)
    } catch {
      throw Failure.garbled(error)
    }
  }

  /// Asks whether something may be deleted, as mgwutil does, unless `--force` is given.
  func confirmDeletion(of what: String) throws(Failure) {
    if invocation.isSet("force") { return }
    let question = "please confirm if you want to delete \(what): (y/n) "
    switch console.ask(question) {
    case "y", "Y", "yes": return
    case "n", "N", "no":
      throw Failure.local(
        code: RefusalCode.cancelled.word, message: "cancel the delete \(what) operation")
    default:
      throw Failure.local(code: RefusalCode.invalidInput.word, message: "please input y or n")
    }
  }

  /// What flags say together; what they cannot say is wrong usage.
  func flags<Value>(_ read: () throws(UsageError) -> Value) throws(Failure) -> Value {
    do {
      return try read()
    } catch {
      throw Failure.usage(error)
    }
  }

  /// A whole number of a flag.
  func whole(_ flag: String, in range: ClosedRange<Int64>) throws(Failure) -> Int64? {
    do {
      return try invocation.whole(flag, in: range)
    } catch {
      throw Failure.usage(error)
    }
  }

  /// A bandwidth of a flag in bit/s.
  func bandwidth(_ flag: String) throws(Failure) -> Int64? {
    do {
      return try invocation.bandwidth(flag)
    } catch {
      throw Failure.usage(error)
    }
  }

  /// A cell with a state in its colour.
  func cell(ofStatus status: String) -> TextTable.Cell {
    let word = status.isEmpty ? "verifying" : StatusText.job(status)
    return TextTable.Cell(word, StatusText.colour(status))
  }
}
