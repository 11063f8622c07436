import Ledger
import Testing

@testable import vgledger

struct WindowTextTests {
  private static let zone = Zone(
    name: "Europe/Berlin",
    abbreviation: { $0.rawValue < 1_792_890_000_000 ? "CEST" : "CET" },
    calendarTime: {
      CalendarTime($0, secondsAhead: $0.rawValue < 1_792_890_000_000 ? 7200 : 3600)
    })

  @Test(
    "Whole days are days, other ends are times, years stand where they differ",
    arguments: [
      (nil, nil, "all time"),
      ("2026-11-22T20:40:00Z", nil, "22 Nov 21:40 – 24 Nov 10:00 CET"),
      ("2026-11-22T20:40:00Z", "2026-11-23T20:40:07Z", "22 Nov 21:40 – 23 Nov 21:40:07 CET"),
      ("2026-11-16T23:00:00Z", "2026-11-23T23:00:00Z", "17–23 Nov CET"),
      ("2026-11-22T23:00:00Z", "2026-11-23T23:00:00Z", "23 Nov CET"),
      ("2026-10-31T23:00:00Z", "2026-12-01T23:00:00Z", "1 Nov – 1 Dec CET"),
      ("2025-11-15T22:00:00Z", "2025-12-23T22:00:00Z", "16 Nov – 23 Dec 2025 CEST"),
      ("2025-12-22T22:00:00Z", "2026-11-23T23:00:00Z", "23 Dec 2025 – 23 Nov CET"),
      ("2026-10-20T10:00:00Z", "2026-11-20T10:00:00Z", "20 Oct 12:00 CEST – 20 Nov 11:00 CET"),
      (nil, "2026-11-15T23:00:00Z", "until 15 Nov CET"),
      (nil, "2026-11-15T20:40:00Z", "until 15 Nov 21:40 CET"),
      ("2026-12-01T20:40:00Z", nil, "from 1 Dec 21:40 CET"),
    ] as [(String?, String?, String)])
  func lines(from: String?, until: String?, expected: String) throws {
    let now = try #require(Moment(rfc3339: "2026-11-24T09:00:00Z"))
    let window = TimeWindow(
      from: from.flatMap { Moment(rfc3339: $0) }, until: until.flatMap { Moment(rfc3339: $0) })
    #expect(WindowText.line(window, now: now, zone: Self.zone, false) == expected)
  }

  @Test(
    "Where something later than now is known, an open end is none",
    arguments: [
      ("2026-11-22T20:40:00Z", nil, "since 22 Nov 21:40 CET"),
      ("2026-11-21T23:00:00Z", nil, "since 22 Nov CET"),
      ("2026-11-30T23:00:00Z", nil, "from 1 Dec CET"),
      ("2026-11-22T20:40:00Z", "2026-11-23T20:40:07Z", "22 Nov 21:40 – 23 Nov 21:40:07 CET"),
      (nil, nil, "all time"),
    ] as [(String?, String?, String)])
  func later(from: String?, until: String?, expected: String) throws {
    let now = try #require(Moment(rfc3339: "2026-11-24T09:00:00Z"))
    let window = TimeWindow(
      from: from.flatMap { Moment(rfc3339: $0) }, until: until.flatMap { Moment(rfc3339: $0) })
    #expect(
      WindowText.line(window, now: now, zone: Self.zone, knowsLater: true, false) == expected)
  }
}
