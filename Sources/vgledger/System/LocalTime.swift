internal import Glibc
internal import Ledger

/// A moment as a calendar and a clock on a wall show it.
struct LocalTime: Equatable {
  var year: Int
  var month: Int
  var day: Int
  var hour: Int
  var minute: Int
  var second: Int
  var millisecond: Int

  /// In the process's time zone.
  ///
  /// The system's own conversion: it knows every zone's history, and needs no tables of ours.
  init(_ moment: Moment) {
    var seconds = time_t(moment.rawValue.flooredDivision(by: 1000))
    var parts = unsafe tm()
    unsafe localtime_r(&seconds, &parts)
    year = unsafe Int(parts.tm_year) + 1900
    month = unsafe Int(parts.tm_mon) + 1
    day = unsafe Int(parts.tm_mday)
    hour = unsafe Int(parts.tm_hour)
    minute = unsafe Int(parts.tm_min)
    second = unsafe Int(parts.tm_sec)
    millisecond = Int(moment.rawValue - Int64(seconds) * 1000)
  }

  /// Makes a zone the process's own; called once, before anything is shown.
  ///
  /// - Parameter zone: A name such as `Europe/Berlin` or `UTC`.
  static func use(zone: String) {
    unsafe setenv("TZ", zone, 1)
    tzset()
  }
}

extension Int64 {
  /// Division that rounds down, also below zero.
  func flooredDivision(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
