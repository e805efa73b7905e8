import CCurl
import Glibc
import HTTP
import Platform
import Wire

/// Tells somebody elsewhere that a run went well.
///
/// Blocks its thread; what it logs names the host only, because the rest of a URL can be a secret.
struct Ping: Sendable {
  let target: PingTarget
  let job: String
  let log: Log

  /// Seconds that one try may take, and that lie between two.
  private static let limit = 10
  private static let waits: [UInt32] = [1, 5]

  /// Prepares the library; before there are threads.
  static func begin() -> Bool { HTTPLibrary.isReady }

  /// Tries, up to three times.
  func send() {
    let url: String
    do throws(FileReadError) {
      url = try self.url()
    } catch {
      return warn("\(error)")
    }
    if let problem = PingTarget.problem(with: url) {
      return warn("what PingURLFile= names \(problem)")
    }
    let host = PingTarget.host(of: url)
    var trouble = ""
    for wait in Self.waits.map(Optional.some) + [nil] {
      switch Self.get(url) {
      case .success: return log.debug("job \(job): pinged \(host)")
      case .trouble(let text, let mayPass):
        trouble = text
        guard mayPass, let wait else { return warn("\(host): \(trouble)") }
        sleep(wait)
      }
    }
  }

  private func url() throws(FileReadError) -> String {
    switch target {
    case .url(let url): return url
    case .file(let path):
      let secret = try SecretFile.read(path, limit: PingTarget.longest + 2)
      let text = secret.withBytes { String(decoding: $0, as: UTF8.self) }
      return String(text.prefix { !$0.isNewline })
    }
  }

  private enum Outcome {
    case success
    case trouble(String, mayPass: Bool)
  }

  private static func get(_ url: String) -> Outcome {
    var status = 0
    let code = ferry_curl_get(url, "ferryd/\(Release.version)", limit, &status)
    guard code == CURLE_OK else {
      return .trouble(String(cString: curl_easy_strerror(code)), mayPass: true)
    }
    if (200...299).contains(status) { return .success }
    return .trouble("it answers \(status)", mayPass: status >= 500 || status == 429)
  }

  private func warn(_ text: String) {
    log.tell(
      .warning, .pingFailed, "job \(job): nobody was told that its run went well: \(text)",
      fields: [LogField("FERRY_JOB", job)])
  }
}
