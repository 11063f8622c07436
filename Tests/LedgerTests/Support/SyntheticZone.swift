@testable import Ledger

/// Zones made for tests: an offset that changes at given moments.
enum SyntheticZone {
  /// What Berlin's clocks show in 2026, and before and after as in winter.
  static let berlin2026 = zone(
    "Europe/Berlin", first: 60,
    changes: [("2026-03-29T01:00:00Z", 120), ("2026-10-25T01:00:00Z", 60)])

  /// A zone with `first` minutes ahead of UTC, and from each change on with its own.
  static func zone(_ name: String, first: Int64, changes: [(at: String, minutes: Int64)]) -> Zone {
    let changes = changes.compactMap { change in
      Moment(rfc3339: change.at).map { ($0, change.minutes) }
    }
    return Zone(
      name: name, abbreviation: { _ in name },
      calendarTime: { moment in
        let minutes = changes.last { $0.0 <= moment }?.1 ?? first
        return CalendarTime(naive: moment.adding(milliseconds: minutes * 60_000).rawValue)
      })
  }
}
