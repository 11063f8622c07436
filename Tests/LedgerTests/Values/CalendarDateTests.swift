import Testing

@testable import Ledger

struct CalendarDateTests {
  @Test("Days follow one another, and the days of the week too")
  func sequence() {
    var date = CalendarDate(daysSince1970: -800_000)
    var wrong: [CalendarDate] = []
    for days in Int64(-799_999)...800_000 {
      let next = CalendarDate(daysSince1970: days)
      let follows = next.weekday.rawValue == (date.weekday.rawValue + 1) % 7
      if next <= date || next.daysSince1970 != days || !follows { wrong.append(next) }
      date = next
    }
    #expect(wrong.isEmpty)
  }

  @Test(
    "Known days of the week",
    arguments: [
      (1970, 1, 1, Weekday.thursday), (2026, 11, 24, .tuesday), (2000, 2, 29, .tuesday),
      (1969, 12, 29, .monday), (1600, 1, 1, .saturday),
    ] as [(Int64, Int64, Int64, Weekday)])
  func weekdays(year: Int64, month: Int64, day: Int64, expected: Weekday) throws {
    #expect(try #require(CalendarDate(year: year, month: month, day: day)).weekday == expected)
  }

  @Test(
    "Months keep the day, or take the month's last",
    arguments: [
      ((2026, 1, 31), 1, (2026, 2, 28)), ((2024, 2, 29), 12, (2025, 2, 28)),
      ((2026, 11, 15), 2, (2027, 1, 15)), ((2026, 1, 15), -1, (2025, 12, 15)),
      ((2026, 3, 31), -13, (2025, 2, 28)), ((2026, 5, 5), 0, (2026, 5, 5)),
    ] as [((Int64, Int64, Int64), Int64, (Int64, Int64, Int64))])
  func months(
    from: (Int64, Int64, Int64), months: Int64, expected: (Int64, Int64, Int64)
  ) throws {
    let date = try #require(CalendarDate(year: from.0, month: from.1, day: from.2))
    let moved = date.adding(months: months)
    #expect((moved.year, moved.month, moved.day) == expected)
  }

  @Test("What no calendar has is refused")
  func refuses() {
    #expect(CalendarDate(year: 2026, month: 2, day: 29) == nil)
    #expect(CalendarDate(year: 1900, month: 2, day: 29) == nil)
    #expect(CalendarDate(year: 2026, month: 13, day: 1) == nil)
    #expect(CalendarDate(year: 2026, month: 0, day: 1) == nil)
    #expect(CalendarDate(year: 2026, month: 1, day: 0) == nil)
  }
}
