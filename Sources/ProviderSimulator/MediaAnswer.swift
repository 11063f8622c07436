/// What a client asks of a file beyond its name (RFC 9110, sections 13 and 14).
struct MediaConditions: Equatable, Sendable {
  var range: String?
  var ifRange: String?
  var ifNoneMatch: String?
}

extension Answer {
  /// A file, all of it or the one range that was asked for.
  static func media(
    _ bytes: [UInt8], contentType: String, conditions: MediaConditions = MediaConditions()
  ) -> Answer {
    let tag = "\"\(String(SampleMedia.fingerprint(bytes), radix: 16))\""
    var headers = ["content-type": contentType, "etag": tag, "accept-ranges": "bytes"]
    if let known = conditions.ifNoneMatch, known == "*" || known.contains(tag) {
      return Answer(status: 304, headers: headers)
    }
    let mayBePartial = conditions.ifRange.map { $0 == tag } ?? true
    guard mayBePartial, let range = conditions.range, range.hasPrefix("bytes=") else {
      return Answer(status: 200, headers: headers, body: bytes)
    }
    guard let slice = slice(range.dropFirst("bytes=".count), of: bytes.count) else {
      headers["content-range"] = "bytes */\(bytes.count)"
      return Answer(status: 416, headers: headers)
    }
    headers["content-range"] = "bytes \(slice.lowerBound)-\(slice.upperBound - 1)/\(bytes.count)"
    return Answer(status: 206, headers: headers, body: Array(bytes[slice]))
  }

  /// The bytes that `first-last`, `first-` or `-count` means; `nil` where it means none.
  private static func slice(_ text: Substring, of count: Int) -> Range<Int>? {
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    if ends[0].isEmpty {
      guard let length = Int(ends[1]), length > 0 else { return nil }
      return max(0, count - length)..<count
    }
    guard let first = Int(ends[0]), (0..<count).contains(first) else { return nil }
    if ends[1].isEmpty { return first..<count }
    guard let last = Int(ends[1]), last >= first else { return nil }
    return first..<min(last, count - 1) + 1
  }
}
