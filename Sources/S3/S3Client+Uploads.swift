public import HTTP
import Migration

// Objects in parts.
// Source: "Uploading and copying objects using multipart upload", Amazon S3 User Guide.

extension S3Client {
  /// Begins an upload in parts.
  ///
  /// - Returns: Its ID, which has to be kept until it is finished or given up: its parts cost money.
  public func createUpload(
    _ key: [UInt8], headers: S3Headers = S3Headers()
  ) throws(S3Error) -> String {
    let call = S3Call(
      action: "begin to write", method: "POST", key: key, query: [("uploads", [])],
      headers: headers.ofObject)
    guard let id = try document(call).text("UploadId") else {
      throw S3Error(.malformed("it has no ID of the upload"), subject(call))
    }
    return id
  }

  /// Sends a part.
  ///
  /// - Parameters:
  ///   - number: From 1 to `profile.parts.count`; the same one again replaces the part.
  ///   - headers: Its digests; the rest is said when the upload begins.
  public func uploadPart(
    _ key: [UInt8], upload: String, number: Int, body: HTTPBody, headers: S3Headers = S3Headers()
  ) throws(S3Error) -> S3Written {
    let head = try send(
      S3Call(
        action: "write a part of", method: "PUT", key: key, query: Self.part(number, of: upload),
        headers: headers.ofBody, body: body, digest: headers.sha256))
    return S3Written(head, checksumHeader: endpoint.profile.checksumHeader)
  }

  /// Makes a part of a range of another object of the service.
  ///
  /// - Parameter range: Which bytes of the source; nil for all.
  public func uploadPartCopy(
    _ key: [UInt8], upload: String, number: Int, from source: (bucket: String, key: [UInt8]),
    range: Range<Int64>? = nil, ifMatch tag: String? = nil
  ) throws(S3Error) -> S3Written {
    var headers = [(name: "x-amz-copy-source", value: Self.sourceText(source))]
    if let range {
      headers.append(
        ("x-amz-copy-source-range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)"))
    }
    if let tag, !tag.isEmpty { headers.append(("x-amz-copy-source-if-match", "\"\(tag)\"")) }
    let document = try document(
      S3Call(
        action: "copy", method: "PUT", key: key, query: Self.part(number, of: upload),
        headers: headers, patience: S3Call.longPatience))
    return S3Written(tag: S3Object.withoutQuotes(document.text("ETag") ?? ""))
  }

  /// Puts the parts together.
  ///
  /// - Parameter parts: All parts in the order of their numbers.
  public func completeUpload(
    _ key: [UInt8], upload: String, parts: [S3Part]
  ) throws(S3Error) -> S3Written {
    var text = "<CompleteMultipartUpload>"
    for part in parts {
      text += "<Part><PartNumber>\(part.number)</PartNumber><ETag>\"\(Self.escaped(part.tag))\""
      text += "</ETag></Part>"
    }
    text += "</CompleteMultipartUpload>"
    let call = S3Call(
      action: "finish", method: "POST", key: key, query: [("uploadId", Array(upload.utf8))],
      headers: [("content-type", "application/xml")], body: .bytes(Array(text.utf8)),
      patience: S3Call.longPatience)
    var checksum: String?
    let document = try document(call) { head in
      checksum = self.endpoint.profile.checksumHeader.flatMap { head[$0] }
    }
    let tag = S3Object.withoutQuotes(document.text("ETag") ?? "")
    return S3Written(tag: tag, checksum: checksum)
  }

  /// Gives an upload up and frees its parts; one that is not known any more is no error.
  public func abortUpload(_ key: [UInt8], upload: String) throws(S3Error) {
    do throws(S3Error) {
      _ = try send(
        S3Call(
          action: "give up", method: "DELETE", key: key,
          query: [("uploadId", Array(upload.utf8))]))
    } catch {
      guard case .noSuchUpload = error.reason else { throw error }
    }
  }

  /// The parts of an upload that have arrived, in the order of their numbers.
  public func listParts(_ key: [UInt8], upload: String) throws(S3Error) -> [S3Part] {
    var parts: [S3Part] = []
    var marker = 0
    while true {
      var query: [(name: String, value: [UInt8])] = [("uploadId", Array(upload.utf8))]
      if marker > 0 { query.append(("part-number-marker", Array("\(marker)".utf8))) }
      let call = S3Call(action: "list the parts of", method: "GET", key: key, query: query)
      let document = try document(call)
      for row in document.rows where row.name == "Part" {
        guard let number = XMLDocument.integer(row.fields["PartNumber"]),
          let size = XMLDocument.integer(row.fields["Size"]),
          number > marker, number <= 100_000
        else {
          throw S3Error(.malformed("a part in it has no number or size"), subject(call))
        }
        marker = Int(number)
        let tag = S3Object.withoutQuotes(XMLDocument.text(row.fields["ETag"]))
        parts.append(S3Part(number: marker, tag: tag, size: size))
      }
      guard document.text("IsTruncated") == "true" else { return parts }
      // Where the list goes on must be told, and be after what was told.
      guard let next = document.text("NextPartNumberMarker").flatMap({ Int($0) }), next >= marker,
        document.rows.contains(where: { $0.name == "Part" })
      else { throw S3Error(.malformed("it does not say where it goes on"), subject(call)) }
      marker = next
    }
  }

  /// The uploads that were begun under a prefix and are neither finished nor given up.
  ///
  /// - Parameter limit: How many of them at most.
  public func listUploads(
    prefix: [UInt8], limit: Int = 10_000
  ) throws(S3Error) -> [S3Upload] {
    var uploads: [S3Upload] = []
    var mark: (key: [UInt8], id: [UInt8]) = ([], [])
    while true {
      var query: [(name: String, value: [UInt8])] = [("uploads", []), ("prefix", prefix)]
      if !mark.key.isEmpty { query.append(("key-marker", mark.key)) }
      if !mark.id.isEmpty { query.append(("upload-id-marker", mark.id)) }
      if endpoint.profile.encodesLists { query.append(("encoding-type", Array("url".utf8))) }
      let call = S3Call(action: "list the uploads of", method: "GET", query: query)
      let document = try document(call)
      let isEncoded = document.text("EncodingType") == "url"
      for row in document.rows where row.name == "Upload" {
        guard let key = Self.plain(row.fields["Key"], isEncoded),
          !XMLDocument.text(row.fields["UploadId"]).isEmpty
        else { throw S3Error(.malformed("an upload in it has no key or ID"), subject(call)) }
        let begun = row.fields["Initiated"].flatMap { TimeText.instant(ofISO: $0) }
        uploads.append(
          S3Upload(key: key, id: XMLDocument.text(row.fields["UploadId"]), begun: begun))
      }
      guard document.text("IsTruncated") == "true", uploads.count < limit else { return uploads }
      let next = (
        key: Self.plain(document.bytes("NextKeyMarker"), isEncoded) ?? [],
        id: document.bytes("NextUploadIdMarker") ?? []
      )
      guard !next.key.isEmpty, next.key != mark.key || next.id != mark.id else {
        throw S3Error(.malformed("it does not say where it goes on"), subject(call))
      }
      mark = next
    }
  }

  private static func part(
    _ number: Int, of upload: String
  ) -> [(name: String, value: [UInt8])] {
    [("partNumber", Array("\(number)".utf8)), ("uploadId", Array(upload.utf8))]
  }

  /// A key as it is, if it was encoded.
  private static func plain(_ key: [UInt8]?, _ isEncoded: Bool) -> [UInt8]? {
    guard let key, !key.isEmpty else { return nil }
    var page = S3Page()
    page.nextMarker = key
    page.isEncoded = isEncoded
    return page.decode() ? page.nextMarker : nil
  }

  /// A text in XML.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
