internal import Ledger

/// A time as a cell of a table tells it.
enum CellTime: Equatable {
  /// With its zone.
  case stated(StatedMoment)
  /// As a clock on a wall showed it, and how exactly, in milliseconds.
  case civil(CivilTime, width: Int64)

  /// RFC 3339, Unix seconds or milliseconds, or `2026-11-23 14:02`, with seconds and fraction or
  /// without the clock.
  ///
  /// - Returns: `nil` for anything else: `11/12/2026` is two days.
  static func read(_ text: String) -> Self? {
    let plain = text.replacing(" ", with: "T")
    if let moment = Moment(rfc3339: plain) ?? spacedZone(text) {
      return .stated(StatedMoment(moment, width: plain.contains(".") ? 1 : 1000))
    }
    if text.utf8.count >= 9, let number = Double(text), let moment = TimeText.unix(number) {
      return .stated(StatedMoment(moment, width: number >= 1e11 || text.contains(".") ? 1 : 1000))
    }
    return civil(plain)
  }

  /// `2026-11-23 14:02:07 +00:00` and `… UTC`.
  private static func spacedZone(_ text: String) -> Moment? {
    let parts = text.split(separator: " ")
    guard parts.count == 3 else { return nil }
    let zone = parts[2] == "UTC" || parts[2] == "GMT" ? "Z" : String(parts[2])
    return Moment(rfc3339: "\(parts[0])T\(parts[1])\(zone)")
  }

  /// The moment with the clock's parts as if it were in UTC tells that the date is one.
  private static func civil(_ text: String) -> Self? {
    let forms: [(end: String, width: Int64)] = [
      ("Z", text.contains(".") ? 1 : 1000), (":00Z", 60_000), ("T00:00:00Z", 86_400_000),
    ]
    for form in forms {
      if let moment = Moment(rfc3339: text + form.end) {
        return .civil(CivilTime(millisecondsOfClock: moment.rawValue), width: form.width)
      }
    }
    return nil
  }
}

/// What a clock on a wall shows, as milliseconds since it showed 1970-01-01 00:00.
struct CivilTime: Equatable {
  let millisecondsOfClock: Int64
}
