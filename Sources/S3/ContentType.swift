/// The type of an object's content, by the ending of its key.
///
/// A small table, so that a daemon says the same on every machine; what is not in it is
/// `application/octet-stream`.
///
/// Source: the IANA registry of media types.
public enum ContentType {
  /// What is said of a key whose ending is not known.
  public static let unknown = "application/octet-stream"

  /// The type for a key.
  public static func ofKey(_ key: [UInt8]) -> String {
    let name = key.suffix(while: { $0 != UInt8(ascii: "/") })
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else {
      return unknown
    }
    let ending = name[(dot + 1)...]
    guard (1...8).contains(ending.count) else { return unknown }
    let lowered = ending.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return types[String(decoding: lowered, as: UTF8.self)] ?? unknown
  }

  private static let types: [String: String] = [
    "7z": "application/x-7z-compressed", "aac": "audio/aac", "avif": "image/avif",
    "avi": "video/x-msvideo", "bmp": "image/bmp", "bz2": "application/x-bzip2",
    "css": "text/css", "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip", "flac": "audio/flac", "gif": "image/gif",
    "gz": "application/gzip", "heic": "image/heic", "htm": "text/html", "html": "text/html",
    "ico": "image/vnd.microsoft.icon", "ics": "text/calendar", "jar": "application/java-archive",
    "jpeg": "image/jpeg", "jpg": "image/jpeg", "js": "text/javascript",
    "json": "application/json", "jxl": "image/jxl", "log": "text/plain", "m4a": "audio/mp4",
    "m4v": "video/mp4", "md": "text/markdown", "mjs": "text/javascript", "mkv": "video/x-matroska",
    "mov": "video/quicktime", "mp3": "audio/mpeg", "mp4": "video/mp4", "mpeg": "video/mpeg",
    "mpg": "video/mpeg", "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text", "oga": "audio/ogg", "ogg": "audio/ogg",
    "ogv": "video/ogg", "opus": "audio/opus", "otf": "font/otf",
    "parquet":
      "application/vnd.apache.parquet", "pdf": "application/pdf", "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rar": "application/vnd.rar", "rtf": "application/rtf", "svg": "image/svg+xml",
    "tar": "application/x-tar", "tif": "image/tiff", "tiff": "image/tiff",
    "ts": "video/mp2t", "tsv": "text/tab-separated-values", "ttf": "font/ttf",
    "txt": "text/plain", "wasm": "application/wasm", "wav": "audio/wav",
    "weba": "audio/webm", "webm": "video/webm", "webp": "image/webp", "woff": "font/woff",
    "woff2": "font/woff2", "xhtml": "application/xhtml+xml", "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml", "xz": "application/x-xz", "yaml": "application/yaml",
    "yml": "application/yaml", "zip": "application/zip", "zst": "application/zstd",
  ]
}

extension [UInt8] {
  /// The longest end of which every byte is such.
  fileprivate func suffix(while isSuch: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var start = endIndex
    while start > startIndex, isSuch(self[start - 1]) { start -= 1 }
    return self[start...]
  }
}
