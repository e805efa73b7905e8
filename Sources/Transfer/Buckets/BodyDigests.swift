import CLinux
import Codecs
import Migration
import Signing

/// What is told of a body before it is sent, so that a store can refuse what has changed on its way.
struct BodyDigests {
  /// Signed with the request where the connection does not protect the body.
  var sha256: [UInt8]?
  /// Compared by the store before it keeps the body, and by us with its tag afterwards.
  var md5: [UInt8]?

  /// Nothing told.
  init() {}

  /// Of bytes in memory, which the client signs by itself.
  init(of bytes: UnsafeRawBufferPointer, _ rule: CopyRule) {
    guard rule.verify.readsAgain else { return }
    var digest = MD5()
    digest.add(bytes)
    md5 = digest.digestBytes()
  }

  /// Of a part of a file, which is read once for it.
  ///
  /// - Parameters:
  ///   - signs: Whether the body is to be signed.
  ///   - buffer: Is used for reading.
  init(
    of file: Int32, from offset: Int64, _ length: Int64, _ rule: CopyRule, signs: Bool,
    buffer: UnsafeMutableRawBufferPointer
  ) throws(ObjectError) {
    let compares = rule.verify.readsAgain
    guard compares || signs else { return }
    var md5 = MD5()
    var sha256 = try Self.signed { () throws(SigningError) in try SHA256Stream() }
    var done: Int64 = 0
    while done < length {
      let wanted = Int(min(length - done, Int64(buffer.count)))
      let got = try ObjectError.count(
        ferry_read_at(file, buffer.baseAddress, wanted, offset + done), "read", .source)
      if got == 0 { throw .changed }
      let part = UnsafeRawBufferPointer(rebasing: buffer[..<got])
      if signs { try Self.signed { () throws(SigningError) in try sha256.add(part) } }
      if compares { md5.add(part) }
      done += Int64(got)
    }
    if signs { self.sha256 = sha256.digest() }
    if compares { self.md5 = md5.digestBytes() }
  }

  private static func signed<Result: ~Copyable>(
    _ body: () throws(SigningError) -> Result
  ) throws(ObjectError) -> Result {
    do throws(SigningError) {
      return try body()
    } catch {
      throw ObjectError(
        "read", .source, StoreProblem(blocking: "the body cannot be signed: \(error)"))
    }
  }
}
