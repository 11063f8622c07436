import Ledger
import Testing

@Suite("Marks of a time axis")
struct TimeTicksTests {
  /// A zone that is an hour ahead, and two from 2026-03-29T01:00Z until 2026-10-25T01:00Z.
  private static let zone = Zone(
    name: "Europe/Berlin", abbreviation: { _ in "" },
    calendarTime: { moment in
      let isSummer = (1_774_746_000_000..<1_792_890_000_000).contains(moment.rawValue)
      return CalendarTime(moment, secondsAhead: isSummer ? 7200 : 3600)
    })

  private static func ticks(_ from: String, _ until: String, apart: Int64) throws -> TimeTicks {
    TimeTicks(
      from: try #require(Moment(rfc3339: from)), until: try #require(Moment(rfc3339: until)),
      apart: apart, zone: zone)
  }

  @Test(
    "The step is the first round one that is long enough",
    arguments: [
      (1, .clock(milliseconds: 1000)), (1001, .clock(milliseconds: 2000)),
      (60_000, .clock(milliseconds: 60_000)), (240_000, .clock(milliseconds: 300_000)),
      (5_400_000, .clock(milliseconds: 7_200_000)), (43_200_001, .days(1)),
      (86_400_001, .days(2)), (300_000_000, .days(7)), (1_300_000_000, .months(1)),
      (9_000_000_000, .months(6)), (1_000_000_000_000_000, .months(1200)),
    ] as [(Int64, TimeTicks.Step)])
  func steps(apart: Int64, step: TimeTicks.Step) throws {
    let ticks = try Self.ticks("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", apart: apart)
    #expect(ticks.step == step)
  }

  @Test(
    "Marks stand where the zone's clocks and calendar are round",
    arguments: [
      (
        "2026-11-23T13:01:00Z", "2026-11-23T13:16:00Z", 300_000,
        ["2026-11-23T13:05:00.000Z", "2026-11-23T13:10:00.000Z", "2026-11-23T13:15:00.000Z"]
      ),
      // The end is not inside, the begin is.
      (
        "2026-11-23T13:00:00Z", "2026-11-23T13:10:00Z", 300_000,
        ["2026-11-23T13:00:00.000Z", "2026-11-23T13:05:00.000Z"]
      ),
      // Midnight is midnight there.
      (
        "2026-11-20T12:00:00Z", "2026-11-23T00:00:00Z", 50_000_000,
        ["2026-11-20T23:00:00.000Z", "2026-11-21T23:00:00.000Z", "2026-11-22T23:00:00.000Z"]
      ),
      // The clocks skip the hour from two to three: its marks are one.
      (
        "2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z", 1_800_000,
        [
          "2026-03-29T00:00:00.000Z", "2026-03-29T00:30:00.000Z", "2026-03-29T01:00:00.000Z",
          "2026-03-29T01:30:00.000Z",
        ]
      ),
      // Weeks begin on Mondays.
      (
        "2026-11-11T00:00:00Z", "2026-11-24T00:00:00Z", 400_000_000,
        ["2026-11-15T23:00:00.000Z", "2026-11-22T23:00:00.000Z"]
      ),
      (
        "2025-12-11T00:00:00Z", "2026-04-24T00:00:00Z", 2_000_000_000,
        [
          "2025-12-31T23:00:00.000Z", "2026-01-31T23:00:00.000Z", "2026-02-28T23:00:00.000Z",
          "2026-03-31T22:00:00.000Z",
        ]
      ),
      (
        "2019-01-02T00:00:00Z", "2026-01-01T00:00:00Z", 50_000_000_000,
        [
          "2019-12-31T23:00:00.000Z", "2021-12-31T23:00:00.000Z", "2023-12-31T23:00:00.000Z",
          "2025-12-31T23:00:00.000Z",
        ]
      ),
    ] as [(String, String, Int64, [String])])
  func moments(from: String, until: String, apart: Int64, expected: [String]) throws {
    #expect(try Self.ticks(from, until, apart: apart).moments.map(\.rfc3339) == expected)
  }

  @Test("All of time has no marks")
  func tooLong() {
    let ticks = TimeTicks(
      from: Moment(rawValue: .min), until: Moment(rawValue: .max), apart: 1000, zone: .utc)
    #expect(ticks.moments.isEmpty)
  }
}
