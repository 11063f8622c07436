import Testing

@testable import Ledger

struct TimeWindowTests {
  private static let context = TimeContext(
    now: Moment(rawValue: 1_795_510_800_000), zone: SyntheticZone.berlin2026)

  private func text(_ window: TimeWindow) -> String {
    (window.from?.rfc3339 ?? "") + ".." + (window.until?.rfc3339 ?? "")
  }

  @Test("Until includes a calendar unit as a whole and excludes an instant")
  func untilIncludesUnits() throws {
    #expect(text(try .until("2026-11-15", Self.context)) == "..2026-11-15T23:00:00.000Z")
    #expect(text(try .until("2026-11", Self.context)) == "..2026-11-30T23:00:00.000Z")
    #expect(
      text(try .until("2026-11-15T00:00:00Z", Self.context)) == "..2026-11-15T00:00:00.000Z")
    #expect(text(try .since("2026-11", Self.context)) == "2026-10-31T23:00:00.000Z..")
  }

  @Test(
    "Periods are units or ranges, closed by what they name",
    arguments: [
      ("2026-11-01..2026-11-15", "2026-10-31T23:00:00.000Z..2026-11-15T23:00:00.000Z"),
      ("..2026-10", "..2026-10-31T23:00:00.000Z"),
      ("2026-10..", "2026-09-30T22:00:00.000Z.."),
      ("7d..1d", "2026-11-17T09:00:00.000Z..2026-11-23T09:00:00.000Z"),
      ("2026Q3", "2026-06-30T22:00:00.000Z..2026-09-30T22:00:00.000Z"),
      ("14:03", "2026-11-24T13:03:00.000Z..2026-11-24T13:04:00.000Z"),
    ])
  func periods(period: String, expected: String) throws {
    #expect(text(try .period(period, Self.context)) == expected)
  }

  @Test("What names no day, no unit or nothing at all is refused")
  func refuses() throws {
    #expect(throws: TimeError.notADay("2026-11")) { try TimeWindow.on("2026-11", Self.context) }
    #expect(throws: TimeError.notADay("7d")) { try TimeWindow.on("7d", Self.context) }
    #expect(throws: TimeError.notAUnit("7d")) { try TimeWindow.period("7d", Self.context) }
    #expect(throws: TimeError.notATime("..", nearest: nil)) {
      try TimeWindow.period("..", Self.context)
    }
    let error = #expect(throws: TimeError.self) {
      try TimeWindow.period("2026-11-15..2026-11-01", Self.context)
    }
    #expect(
      error?.message
        == "nothing lies between since 2026-11-14T23:00:00.000Z and until "
        + "2026-11-01T23:00:00.000Z; swap or change them")
  }

  @Test("The first moment is inside, the last is outside")
  func contains() {
    let window = TimeWindow(from: Moment(rawValue: 10), until: Moment(rawValue: 20))
    #expect(
      [9, 10, 19, 20].map { window.contains(Moment(rawValue: $0)) } == [false, true, true, false])
    #expect(TimeWindow.all.contains(Moment(rawValue: .min)))
    #expect(TimeWindow.all.contains(Moment(rawValue: .max)))
    #expect(window.isAfter(Moment(rawValue: 9)))
    #expect(!window.isAfter(Moment(rawValue: 10)))
    #expect(!TimeWindow.all.isAfter(Moment(rawValue: 0)))
  }
}
