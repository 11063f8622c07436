internal import Glibc
internal import Ledger

/// The time zone of the process, by the system's own conversion.
///
/// It knows every zone's history and needs no tables of ours.
enum LocalTime {
  /// The process's zone as a value; read it after ``use(zone:)``.
  static func zone(named name: String) -> Zone {
    Zone(
      name: name, abbreviation: { reading($0).abbreviation }, calendarTime: { calendarTime($0) })
  }

  /// What the clocks of the process's zone show at that moment.
  static func calendarTime(_ moment: Moment) -> CalendarTime {
    CalendarTime(moment, secondsAhead: reading(moment).secondsAhead)
  }

  /// Makes a zone the process's own; called once, before anything is shown.
  ///
  /// - Parameter zone: A name such as `Europe/Berlin` or `UTC`.
  static func use(zone: String) {
    unsafe setenv("TZ", zone, 1)
    tzset()
  }

  /// How far the zone is ahead of UTC at that moment, and what it is called then.
  private static func reading(_ moment: Moment) -> (secondsAhead: Int64, abbreviation: String) {
    let (quotient, rest) = moment.rawValue.quotientAndRemainder(dividingBy: 1000)
    var seconds = time_t(rest < 0 ? quotient - 1 : quotient)
    var parts = unsafe tm()
    unsafe localtime_r(&seconds, &parts)
    // The name belongs to the C library; it is copied before anybody can change the zone.
    let name = unsafe parts.tm_zone.map { unsafe String(cString: $0) } ?? ""
    return (unsafe Int64(parts.tm_gmtoff), name)
  }
}
