internal import FoundationEssentials
internal import Glibc
internal import Ledger

/// The clocks of a time zone, read backwards: from what they showed to when it was.
struct ZoneClock {
  let zone: String

  /// Whether the system knows the zone.
  static func isZone(_ name: String) -> Bool {
    guard !name.isEmpty, !name.contains(".."), !name.hasPrefix("/") else { return false }
    return name == "UTC" || FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/" + name)
  }

  /// When the clocks showed that time.
  ///
  /// In the hour that autumn's clocks show twice the statement is wide enough for both.
  ///
  /// - Parameters:
  ///   - time: What the clocks showed.
  ///   - width: How exactly it is said, in milliseconds.
  /// - Returns: `nil` for a time that spring's clocks skipped.
  func moment(_ time: CivilTime, width: Int64) -> StatedMoment? {
    if zone == "UTC" {
      return StatedMoment(Moment(rawValue: time.millisecondsOfClock), width: width)
    }
    return inZone {
      let rest = (time.millisecondsOfClock % 1000 + 1000) % 1000
      let seconds = (time.millisecondsOfClock - rest) / 1000
      // The offsets of the days around it: no zone changes its clocks twice within two days.
      let offsets = Set([-86_400, 86_400].map { Self.offset(at: seconds + $0) })
      let fits = offsets.map { seconds - $0 }.filter { Self.offset(at: $0) == seconds - $0 }
        .sorted()
      guard let first = fits.first, let last = fits.last else { return nil }
      return StatedMoment(
        Moment(rawValue: first * 1000 + rest), width: width + (last - first) * 1000)
    }
  }

  /// The seconds by which the zone's clocks are ahead of UTC at that moment.
  private static func offset(at seconds: Int64) -> Int64 {
    var moment = time_t(seconds)
    var parts = unsafe tm()
    unsafe localtime_r(&moment, &parts)
    return unsafe Int64(parts.tm_gmtoff)
  }

  /// Runs `body` while the process's own zone is this one.
  private func inZone<Value>(_ body: () -> Value) -> Value {
    let before = unsafe getenv("TZ").map { unsafe String(cString: $0) }
    guard before != zone else { return body() }
    LocalTime.use(zone: zone)
    defer {
      if let before {
        LocalTime.use(zone: before)
      } else {
        unsafe unsetenv("TZ")
        tzset()
      }
    }
    return body()
  }
}
