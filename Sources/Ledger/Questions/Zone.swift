/// A time zone: what its clocks show at any moment, and when they show it.
///
/// A value with the conversion as a closure, so that the library needs no tables of zones: the
/// program hands in the system's (`docs/decisions/0007-a-lean-start.md`), tests any other.
public struct Zone: Sendable {
  /// `Europe/Berlin`, `UTC`.
  public let name: String
  private let showing: @Sendable (Moment) -> CalendarTime
  private let shortName: @Sendable (Moment) -> String

  /// Further apart than any two clocks of the earth.
  private static let offsetMost: Int64 = 26 * 3_600_000

  /// - Parameters:
  ///   - name: As people write it.
  ///   - abbreviation: The short name at a moment, such as `CET` or `CEST`.
  ///   - calendarTime: What the clocks show at a moment, to the millisecond.
  public init(
    name: String, abbreviation: @escaping @Sendable (Moment) -> String,
    calendarTime: @escaping @Sendable (Moment) -> CalendarTime
  ) {
    self.name = name
    shortName = abbreviation
    showing = calendarTime
  }

  /// Coordinated Universal Time.
  public static let utc = Self(
    name: "UTC", abbreviation: { _ in "UTC" }, calendarTime: { CalendarTime(naive: $0.rawValue) })

  /// `CET`, `CEST`: the short name of the zone at that moment.
  public func abbreviation(at moment: Moment) -> String { shortName(moment) }

  /// What the zone's clocks show at that moment.
  public func calendarTime(of moment: Moment) -> CalendarTime { showing(moment) }

  /// The first moment at which the zone's clocks show that time.
  ///
  /// A time that the clocks show twice, when they are put back, is its first; a time that they skip,
  /// when they are put forward, is the moment right after the jump. So the day before always ends
  /// where the day begins.
  public func moment(of time: CalendarTime) -> Moment {
    let naive = Moment(rawValue: time.naive)
    // A zone's offset changes seldom: the one of the day before or of the day after holds.
    let candidates = [-Self.offsetMost, Self.offsetMost].map { distance in
      let near = naive.adding(milliseconds: distance)
      let offset = Moment(rawValue: showing(near).naive).milliseconds(since: near)
      return naive.adding(milliseconds: -offset)
    }.sorted()
    if let first = candidates.first(where: { showing($0) == time }) { return first }
    return jump(over: time, candidates[0]...candidates[1])
  }

  /// The first moment at which the clocks show a later time, to the millisecond.
  private func jump(over time: CalendarTime, _ range: ClosedRange<Moment>) -> Moment {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = low.adding(milliseconds: high.milliseconds(since: low) / 2)
      if showing(middle) > time {
        high = middle
      } else {
        low = middle.adding(milliseconds: 1)
      }
    }
    return low
  }

  /// The moment when that day begins.
  public func start(of date: CalendarDate) -> Moment { moment(of: CalendarTime(date)) }
}
