internal import Ledger
internal import NIOHTTP1

/// What is remembered of a download beside its unfinished file, so that another run can go on.
///
/// Never the address, which may carry a signature.
struct ResumeNote: Codable, Hashable {
  /// The asset: the job's short key, the variant, and its place among those of the variant.
  var job: String
  var variant: String
  var index: Int
  /// What `if-range` says: a strong entity tag or a date (RFC 9110, section 13.1.5).
  var validator: String
  /// Of the whole file.
  var length: UInt64?
  /// The run of the system that wrote the file: after a crash its end may not be on the disk.
  var systemRun: String?

  static let bytesMost = 4096

  /// - Returns: `nil` where the answer has nothing by which its file can be known again.
  init?(_ asset: AssetPlace, headers: HTTPHeaders, length: UInt64?, systemRun: String?) {
    guard let validator = Self.validator(headers), validator.utf8.count <= 1024 else { return nil }
    job = asset.job
    variant = asset.variant
    index = asset.index
    self.validator = validator
    self.length = length
    self.systemRun = systemRun
  }

  /// A strong entity tag; else a date of change that lies at least a second before the answer, for
  /// within one second a file may change twice (RFC 9110, section 8.8.2.2).
  private static func validator(_ headers: HTTPHeaders) -> String? {
    if let tag = headers.first(name: "etag") {
      return tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.utf8.count > 2 ? tag : nil
    }
    guard let text = headers.first(name: "last-modified"),
      let changed = HTTPDate.moment(of: text),
      let answered = headers.first(name: "date").flatMap(HTTPDate.moment),
      answered.milliseconds(since: changed) >= 1000
    else { return nil }
    return text
  }

  func isAbout(_ asset: AssetPlace, systemRun: String?) -> Bool {
    job == asset.job && variant == asset.variant && index == asset.index
      && self.systemRun == systemRun
  }
}

/// Which result of which job.
struct AssetPlace: Hashable, Sendable {
  var job: String
  var variant: String
  var index: Int
}

/// The place of a part in its whole: `bytes 5-9/10` (RFC 9110, section 14.4).
struct ContentRange: Hashable {
  /// `nil` where the asked part lies outside of the file: `bytes */10`.
  var bytes: ClosedRange<UInt64>?
  /// `nil` where the server does not say it.
  var whole: UInt64?

  /// - Returns: `nil` for anything else.
  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
    let parts = words[1].split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    whole = UInt64(parts[1])
    guard whole != nil || parts[1] == "*" else { return nil }
    if parts[0] == "*" { return }
    let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = UInt64(ends[0]), let last = UInt64(ends[1]), first <= last,
      whole.map({ last < $0 }) ?? true
    else { return nil }
    bytes = first...last
  }
}
