import Ledger
import Testing

@testable import vgledger

extension ZoneTests {
  @Suite("Times in tables")
  struct CellTimeTests {
    @Test(
      "A time with its zone is that moment",
      arguments: [
        ("2026-08-12T01:20:26Z", 1_786_497_626_000, 1000),
        ("2026-08-12 01:20:26.5+02:00", 1_786_490_426_500, 1),
        ("2026-08-12 01:20:26 +00:00", 1_786_497_626_000, 1000),
        ("2026-08-12 01:20:26 UTC", 1_786_497_626_000, 1000),
        ("1786497626", 1_786_497_626_000, 1000),
        ("1786497626.25", 1_786_497_626_250, 1), ("1786497626250", 1_786_497_626_250, 1),
      ])
    func stated(text: String, milliseconds: Int64, width: Int64) {
      let moment = StatedMoment(Moment(rawValue: milliseconds), width: width)
      #expect(CellTime.read(text) == .stated(moment))
    }

    @Test(
      "A time without one is what a clock showed, as exactly as it is written",
      arguments: [
        ("2026-08-12 01:20:26.250", 1_786_497_626_250, 1),
        ("2026-08-12T01:20:26", 1_786_497_626_000, 1000),
        ("2026-08-12 01:20", 1_786_497_600_000, 60_000),
        ("2026-08-12", 1_786_492_800_000, 86_400_000),
      ])
    func civil(text: String, milliseconds: Int64, width: Int64) {
      let time = CivilTime(millisecondsOfClock: milliseconds)
      #expect(CellTime.read(text) == .civil(time, width: width))
    }

    @Test(
      "What could be two times, or none, is none",
      arguments: [
        "11/12/2026", "12.11.2026", "2026-13-01", "2026-02-30 10:00", "yesterday", "", "26",
      ])
    func refused(text: String) {
      #expect(CellTime.read(text) == nil)
    }

    @Test(
      "A zone's clocks are read backwards; a time shown twice is as wide as both, one never shown is none",
      arguments: [
        ("Europe/Berlin", "2026-08-12 04:00:00", "2026-08-12T02:00:00.000Z", 1000),
        ("Europe/Berlin", "2026-01-12 04:00:00", "2026-01-12T03:00:00.000Z", 1000),
        ("Europe/Berlin", "2026-10-25 02:30:00", "2026-10-25T00:30:00.000Z", 3_601_000),
        ("Europe/Berlin", "2026-03-29 02:30:00", "", 0),
        ("America/St_Johns", "2026-08-12 01:00:00", "2026-08-12T03:30:00.000Z", 1000),
        ("UTC", "2026-08-12 01:00:00", "2026-08-12T01:00:00.000Z", 1000),
      ])
    func zones(zone: String, text: String, expected: String, width: Int64) throws {
      guard case .civil(let time, let precision) = CellTime.read(text) else {
        Issue.record("\(text) is no clock's time")
        return
      }
      let moment = ZoneClock(zone: zone).moment(time, width: precision)
      #expect(moment?.moment.rfc3339 ?? "" == expected)
      #expect(moment?.width ?? 0 == width)
    }
  }
}
