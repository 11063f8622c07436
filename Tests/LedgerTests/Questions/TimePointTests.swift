import Testing

@testable import Ledger

struct TimePointTests {
  /// Tuesday, 2026-11-24, 10:00 in Berlin.
  private static let now = Moment(rawValue: 1_795_510_800_000)
  private static let berlin = SyntheticZone.berlin2026
  private static let context = TimeContext(now: now, zone: berlin) {
    sequence throws(LedgerError) in
    switch sequence.rawValue {
    case 1...48_302: Moment(rawValue: Int64(sequence.rawValue) * 1000)
    case 99_999: throw .damagedRecord(sequence)
    default: nil
    }
  }

  @Test(
    "Calendar units begin and end where the zone's days, weeks and months do",
    arguments: [
      ("today", "2026-11-23T23:00:00.000Z", "2026-11-24T23:00:00.000Z"),
      ("Yesterday", "2026-11-22T23:00:00.000Z", "2026-11-23T23:00:00.000Z"),
      ("monday", "2026-11-22T23:00:00.000Z", "2026-11-23T23:00:00.000Z"),
      ("tuesday", "2026-11-23T23:00:00.000Z", "2026-11-24T23:00:00.000Z"),
      ("wednesday", "2026-11-17T23:00:00.000Z", "2026-11-18T23:00:00.000Z"),
      ("sunday", "2026-11-21T23:00:00.000Z", "2026-11-22T23:00:00.000Z"),
      ("this-week", "2026-11-22T23:00:00.000Z", "2026-11-29T23:00:00.000Z"),
      ("last-week", "2026-11-15T23:00:00.000Z", "2026-11-22T23:00:00.000Z"),
      ("this-month", "2026-10-31T23:00:00.000Z", "2026-11-30T23:00:00.000Z"),
      ("last-month", "2026-09-30T22:00:00.000Z", "2026-10-31T23:00:00.000Z"),
      ("this-quarter", "2026-09-30T22:00:00.000Z", "2026-12-31T23:00:00.000Z"),
      ("last-quarter", "2026-06-30T22:00:00.000Z", "2026-09-30T22:00:00.000Z"),
      ("this-year", "2025-12-31T23:00:00.000Z", "2026-12-31T23:00:00.000Z"),
      ("last-year", "2024-12-31T23:00:00.000Z", "2025-12-31T23:00:00.000Z"),
      ("2026", "2025-12-31T23:00:00.000Z", "2026-12-31T23:00:00.000Z"),
      ("2026Q4", "2026-09-30T22:00:00.000Z", "2026-12-31T23:00:00.000Z"),
      ("2026q1", "2025-12-31T23:00:00.000Z", "2026-03-31T22:00:00.000Z"),
      ("2026-11", "2026-10-31T23:00:00.000Z", "2026-11-30T23:00:00.000Z"),
      ("2026-W47", "2026-11-15T23:00:00.000Z", "2026-11-22T23:00:00.000Z"),
      ("2026-W01", "2025-12-28T23:00:00.000Z", "2026-01-04T23:00:00.000Z"),
      ("2026-W53", "2026-12-27T23:00:00.000Z", "2027-01-03T23:00:00.000Z"),
      ("2026-11-20", "2026-11-19T23:00:00.000Z", "2026-11-20T23:00:00.000Z"),
      ("2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"),
      ("2026-10-25", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"),
      ("2026-11-20T14", "2026-11-20T13:00:00.000Z", "2026-11-20T14:00:00.000Z"),
      ("2026-10-25T02", "2026-10-25T00:00:00.000Z", "2026-10-25T02:00:00.000Z"),
      ("2026-03-29T02", "2026-03-29T01:00:00.000Z", "2026-03-29T02:00:00.000Z"),
      ("2026-11-20T14:03", "2026-11-20T13:03:00.000Z", "2026-11-20T13:04:00.000Z"),
      ("2026-11-20 14:03:07", "2026-11-20T13:03:07.000Z", "2026-11-20T13:03:08.000Z"),
      ("2026-11-20T14:03Z", "2026-11-20T14:03:00.000Z", "2026-11-20T14:04:00.000Z"),
      ("2026-03-29T02:30", "2026-03-29T01:00:00.000Z", "2026-03-29T01:01:00.000Z"),
      ("2026-10-25T02:30", "2026-10-25T00:30:00.000Z", "2026-10-25T00:31:00.000Z"),
      ("14:03", "2026-11-24T13:03:00.000Z", "2026-11-24T13:04:00.000Z"),
      ("14:03:07", "2026-11-24T13:03:07.000Z", "2026-11-24T13:03:08.000Z"),
    ])
  func units(text: String, start: String, end: String) throws {
    let point = try TimePoint.parse(text, Self.context)
    guard case .unit(_, let range) = point else {
      Issue.record("\(text) is no unit")
      return
    }
    #expect(range.lowerBound.rfc3339 == start)
    #expect(range.upperBound.rfc3339 == end)
  }

  @Test(
    "Durations count back from now; offsets, Unix times and places in the log are moments",
    arguments: [
      ("now", "2026-11-24T09:00:00.000Z"),
      ("90s", "2026-11-24T08:58:30.000Z"),
      ("15m", "2026-11-24T08:45:00.000Z"),
      ("36h", "2026-11-22T21:00:00.000Z"),
      ("1h30m", "2026-11-24T07:30:00.000Z"),
      ("1.5h", "2026-11-24T07:30:00.000Z"),
      ("7d", "2026-11-17T09:00:00.000Z"),
      ("2w", "2026-11-10T09:00:00.000Z"),
      ("3mo", "2026-08-24T08:00:00.000Z"),
      ("9mo", "2026-02-24T09:00:00.000Z"),
      ("1y", "2025-11-24T09:00:00.000Z"),
      ("0s", "2026-11-24T09:00:00.000Z"),
      ("2026-11-20T14:03:07Z", "2026-11-20T14:03:07.000Z"),
      ("2026-11-20T14:03:07.112+05:30", "2026-11-20T08:33:07.112Z"),
      ("2026-11-20T14:03:07.5", "2026-11-20T13:03:07.500Z"),
      ("@1763900000", "2025-11-23T12:13:20.000Z"),
      ("@1763900000123", "2025-11-23T12:13:20.123Z"),
      ("@1763900000.5", "2025-11-23T12:13:20.500Z"),
      ("@-1", "1969-12-31T23:59:59.000Z"),
      ("seq:48302", "1970-01-01T13:25:02.000Z"),
    ])
  func instants(text: String, expected: String) throws {
    let point = try TimePoint.parse(text, Self.context)
    guard case .instant(let moment) = point else {
      Issue.record("\(text) is no instant")
      return
    }
    #expect(moment.rfc3339 == expected)
  }

  @Test("The day of the month is kept, or the month's last day taken")
  func monthsBack() throws {
    let now = try #require(Moment(rfc3339: "2026-05-31T12:00:00Z"))
    let context = TimeContext(now: now, zone: .utc)
    #expect(try TimePoint.parse("3mo", context).start.rfc3339 == "2026-02-28T12:00:00.000Z")
    #expect(try TimePoint.parse("1y3mo", context).start.rfc3339 == "2025-02-28T12:00:00.000Z")
  }

  @Test(
    "The week begins on the day that is set, ISO weeks on Monday",
    arguments: [
      (Weekday.monday, "2026-11-23"), (.sunday, "2026-11-22"), (.saturday, "2026-11-21"),
      (.wednesday, "2026-11-18"),
    ])
  func weekStart(weekday: Weekday, expected: String) throws {
    let context = TimeContext(now: Self.now, zone: .utc, weekStart: weekday)
    #expect(try TimePoint.parse("this-week", context).start.rfc3339.prefix(10) == expected)
    #expect(try TimePoint.parse("2026-W48", context).start.rfc3339.prefix(10) == "2026-11-23")
  }

  @Test(
    "What cannot be meant is refused, with what to write instead",
    arguments: [
      ("11/12", TimeError.ambiguous("11/12", readings: ["2026-11-12", "2026-12-11"])),
      (
        "3.4.2025", .ambiguous("3.4.2025", readings: ["2025-03-04", "2025-04-03"])
      ),
      ("13/12", .notATime("13/12", nearest: "2026-12-13")),
      ("7/7", .notATime("7/7", nearest: "2026-07-07")),
      ("2026/11/20", .notATime("2026/11/20", nearest: "2026-11-20")),
      ("20261120", .notATime("20261120", nearest: "2026-11-20")),
      ("1763900000", .notATime("1763900000", nearest: "@1763900000")),
      ("-7d", .notATime("-7d", nearest: "7d")),
      ("7", .notATime("7", nearest: "7d")),
      ("yesteday", .notATime("yesteday", nearest: "yesterday")),
      ("lastweek", .notATime("lastweek", nearest: "last-week")),
      ("soon", .notATime("soon", nearest: nil)),
      ("", .notATime("", nearest: nil)),
      ("@", .notATime("@", nearest: nil)),
      ("@12x", .notATime("@12x", nearest: nil)),
      ("seq:x", .notATime("seq:x", nearest: nil)),
      ("seq:0", .notATime("seq:0", nearest: nil)),
      ("2026-02-30", .doesNotExist("2026-02-30")),
      ("2026-13", .doesNotExist("2026-13")),
      ("2026Q5", .doesNotExist("2026Q5")),
      ("2025-W53", .doesNotExist("2025-W53")),
      ("2026-W00", .doesNotExist("2026-W00")),
      ("25:00", .doesNotExist("25:00")),
      ("2026-11-20T24", .doesNotExist("2026-11-20T24")),
      ("14:60", .doesNotExist("14:60")),
      ("9999", .tooFar("9999")),
      ("9000y", .tooFar("9000y")),
      ("@99999999999999999", .tooFar("@99999999999999999")),
      ("seq:48303", .noEvent(LogSequence(rawValue: 48_303))),
      ("seq:99999", .ledger(.damagedRecord(LogSequence(rawValue: 99_999)))),
      ("2026-11-01..2026-11-15", .unexpectedRange("2026-11-01..2026-11-15")),
    ])
  func refuses(text: String, expected: TimeError) {
    #expect(throws: expected) { try TimePoint.parse(text, Self.context) }
  }

  @Test("A place in the log has no time where no ledger is read")
  func noLedger() {
    let context = TimeContext(now: Self.now, zone: .utc)
    #expect(throws: TimeError.noLedger(LogSequence(rawValue: 5))) {
      try TimePoint.parse("seq:5", context)
    }
  }

  @Test("A single moment may be a time of day, not a day")
  func singleMoments() throws {
    #expect(
      try TimePoint.instant("14:03", Self.context).rfc3339 == "2026-11-24T13:03:00.000Z")
    #expect(try TimePoint.instant("1h", Self.context).rfc3339 == "2026-11-24T08:00:00.000Z")
    let error = #expect(throws: TimeError.self) {
      try TimePoint.instant("2026-11-20", Self.context)
    }
    #expect(
      error?.message
        == "'2026-11-20' is no single moment; write one, such as 2026-11-20T00:00")
  }

  @Test("Random bytes and letters never trap", arguments: [41])
  func arbitraryText(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let letters = Array("0123456789-:TWQ.@smhdwoy+Zz/ seq#é")
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...14, using: &generator)
      let text = String(
        (0..<count).compactMap { _ in letters.randomElement(using: &generator) })
      do throws(TimeError) {
        let point = try TimePoint.parse(text, Self.context)
        #expect(point.start <= point.end, "\(text), seed \(seed)")
      } catch {
        #expect(!error.message.isEmpty, "\(text), seed \(seed)")
      }
    }
  }
}
