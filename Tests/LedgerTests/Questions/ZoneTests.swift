import Testing

@testable import Ledger

struct ZoneTests {
  private func time(_ text: String) throws -> CalendarTime {
    CalendarTime(naive: try #require(Moment(rfc3339: text + "Z")).rawValue)
  }

  @Test(
    "A skipped time is the moment after the jump, a repeated one its first",
    arguments: [
      ("2026-03-29T01:59:59.999", "2026-03-29T00:59:59.999Z"),
      ("2026-03-29T02:00:00.000", "2026-03-29T01:00:00.000Z"),
      ("2026-03-29T02:59:59.999", "2026-03-29T01:00:00.000Z"),
      ("2026-03-29T03:00:00.000", "2026-03-29T01:00:00.000Z"),
      ("2026-10-25T01:59:59.999", "2026-10-24T23:59:59.999Z"),
      ("2026-10-25T02:00:00.000", "2026-10-25T00:00:00.000Z"),
      ("2026-10-25T02:59:59.999", "2026-10-25T00:59:59.999Z"),
      ("2026-10-25T03:00:00.000", "2026-10-25T02:00:00.000Z"),
    ])
  func changes(local: String, expected: String) throws {
    #expect(
      SyntheticZone.berlin2026.moment(of: try time(local)).rfc3339 == expected)
  }

  @Test("A day that begins in a jump begins after it")
  func midnightJump() throws {
    let zone = SyntheticZone.zone(
      "America/Sao_Paulo", first: -180, changes: [("2018-11-04T03:00:00Z", -120)])
    let day = try #require(CalendarDate(year: 2018, month: 11, day: 4))
    #expect(zone.start(of: day).rfc3339 == "2018-11-04T03:00:00.000Z")
    #expect(zone.start(of: day.adding(days: -1)).rfc3339 == "2018-11-03T03:00:00.000Z")
    #expect(zone.start(of: day.adding(days: 1)).rfc3339 == "2018-11-05T02:00:00.000Z")
  }

  @Test("A day that a zone leaves out is empty")
  func leftOutDay() throws {
    let samoa = SyntheticZone.zone(
      "Pacific/Apia", first: -600, changes: [("2011-12-30T10:00:00Z", 840)])
    let day = try #require(CalendarDate(year: 2011, month: 12, day: 30))
    #expect(samoa.start(of: day).rfc3339 == "2011-12-30T10:00:00.000Z")
    #expect(samoa.start(of: day.adding(days: 1)).rfc3339 == "2011-12-30T10:00:00.000Z")
    #expect(samoa.start(of: day.adding(days: 2)).rfc3339 == "2011-12-31T10:00:00.000Z")
  }

  @Test("What the clocks show at random moments is found again, or first an hour before")
  func roundTrip() {
    let seed: UInt64 = 57
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<5000 {
      let moment = Moment(
        rawValue: .random(in: 1_767_225_600_000...1_798_761_600_000, using: &generator))
      for zone in [Zone.utc, SyntheticZone.berlin2026] {
        let time = zone.calendarTime(of: moment)
        let found = zone.moment(of: time)
        #expect(zone.calendarTime(of: found) == time, "seed \(seed)")
        #expect(
          [0, 3_600_000].contains(moment.milliseconds(since: found)), "seed \(seed) \(moment)")
      }
    }
  }

  @Test("The ends of all time do not trap", arguments: [Int64.min, .max, 0])
  func ends(milliseconds: Int64) {
    let moment = Moment(rawValue: milliseconds)
    let found = Zone.utc.moment(of: Zone.utc.calendarTime(of: moment))
    #expect(abs(Double(found.rawValue) - Double(milliseconds)) < 1e9)
  }
}
