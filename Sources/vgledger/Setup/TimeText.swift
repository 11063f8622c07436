internal import Ledger

/// Times as people and files write them.
enum TimeText {
  /// RFC 3339, or Unix seconds or milliseconds with `@` before them.
  static func moment(_ text: String, _ option: String) throws(Failure) -> Moment {
    if text.hasPrefix("@"), let number = Double(text.dropFirst()), let moment = unix(number) {
      return moment
    }
    if let moment = Moment(rfc3339: text) { return moment }
    throw Failure(
      .usage, "\(option) '\(text.escaped)' is no time; write 2026-11-23T14:02:07Z or @1763900000")
  }

  /// Seconds, or milliseconds where the number is too large for seconds.
  static func unix(_ number: Double) -> Moment? {
    guard number.isFinite, abs(number) < 1e15 else { return nil }
    return Moment(rawValue: Int64((abs(number) >= 1e11 ? number : number * 1000).rounded()))
  }

  /// A length of time such as `500ms`, `90s`, `15m`, `36h`, `7d`.
  static func duration(_ text: String) -> Duration? {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number.isFinite, number >= 0, number < 1e9 else {
      return nil
    }
    let milliseconds: Double? =
      switch text.dropFirst(digits.count) {
      case "ms": 1
      case "s": 1000
      case "m": 60_000
      case "h": 3_600_000
      case "d": 86_400_000
      default: nil
      }
    return milliseconds.map { .milliseconds(Int64(number * $0)) }
  }
}
