import Testing

@testable import Ledger

@Suite("Groups of jobs", .serialized)
struct JobGroupingTests {
  /// Half an hour of daylight saving, as on Lord Howe Island.
  private static let lordHowe = SyntheticZone.zone(
    "Australia/Lord_Howe", first: 660,
    changes: [("2026-04-04T15:00:00Z", 630), ("2026-10-03T15:30:00Z", 660)])

  private func moment(_ text: String) throws -> Moment {
    try #require(Moment(rfc3339: text + "Z"))
  }

  @Test(
    "A unit of the calendar begins when the zone's clocks show its beginning",
    arguments: [
      (GroupUnit.hour, "2026-11-24T13:59:59.999", "2026-11-24T13:00:00"),
      (.hour, "2026-03-29T00:59:59.999", "2026-03-29T00:00:00"),
      (.hour, "2026-03-29T01:00:00", "2026-03-29T01:00:00"),
      (.hour, "2026-10-25T00:30:00", "2026-10-25T00:00:00"),
      (.hour, "2026-10-25T01:30:00", "2026-10-25T01:00:00"),
      (.day, "2026-11-24T22:59:59.999", "2026-11-23T23:00:00"),
      (.day, "2026-11-24T23:00:00", "2026-11-24T23:00:00"),
      (.day, "2026-03-29T21:59:59.999", "2026-03-28T23:00:00"),
      (.day, "2026-03-29T22:00:00", "2026-03-29T22:00:00"),
      (.day, "2026-10-25T22:59:59.999", "2026-10-24T22:00:00"),
      (.week, "2026-03-29T21:59:59.999", "2026-03-22T23:00:00"),
      (.week, "2026-03-29T22:00:00", "2026-03-29T22:00:00"),
      (.week, "2026-01-01T12:00:00", "2025-12-28T23:00:00"),
      (.month, "2026-11-30T22:59:59.999", "2026-10-31T23:00:00"),
      (.month, "2026-10-31T22:30:00", "2026-09-30T22:00:00"),
      (.quarter, "2026-05-01T12:00:00", "2026-03-31T22:00:00"),
      (.quarter, "2026-12-31T22:59:59.999", "2026-09-30T22:00:00"),
      (.year, "2026-12-31T22:59:59.999", "2025-12-31T23:00:00"),
      (.year, "2026-12-31T23:00:00", "2026-12-31T23:00:00"),
    ])
  func starts(unit: GroupUnit, at: String, expected: String) throws {
    let start = SyntheticZone.berlin2026.start(
      of: unit, containing: try moment(at), weekStart: .monday)
    #expect(start == (try moment(expected)))
  }

  @Test(
    "A week begins on the day that the reader's weeks begin on",
    arguments: [
      (Weekday.monday, "2026-11-22T23:00:00"), (.sunday, "2026-11-21T23:00:00"),
      (.saturday, "2026-11-20T23:00:00"), (.tuesday, "2026-11-23T23:00:00"),
      (.wednesday, "2026-11-17T23:00:00"),
    ])
  func weeks(first: Weekday, expected: String) throws {
    let tuesday = try moment("2026-11-24T12:00:00")
    #expect(
      SyntheticZone.berlin2026.start(of: .week, containing: tuesday, weekStart: first)
        == (try moment(expected)))
  }

  @Test(
    "An hour of which the clocks show a half twice, or skip one, begins at the change",
    arguments: [
      ("2026-04-04T14:59:59.999", "2026-04-04T14:00:00"),
      ("2026-04-04T15:00:00", "2026-04-04T15:00:00"),
      ("2026-04-04T15:29:59.999", "2026-04-04T15:00:00"),
      ("2026-04-04T15:30:00", "2026-04-04T15:30:00"),
      ("2026-10-03T15:29:59.999", "2026-10-03T14:30:00"),
      ("2026-10-03T15:30:00", "2026-10-03T15:30:00"),
      ("2026-10-03T15:59:59.999", "2026-10-03T15:30:00"),
      ("2026-10-03T16:00:00", "2026-10-03T16:00:00"),
    ])
  func halfHours(at: String, expected: String) throws {
    #expect(
      Self.lordHowe.start(of: .hour, containing: try moment(at), weekStart: .monday)
        == (try moment(expected)))
  }

  /// What the clocks show of the unit: equal within it, and other right before it.
  private func face(
    _ unit: GroupUnit, _ moment: Moment, _ zone: Zone, _ weekStart: Weekday
  ) -> [Int64] {
    let time = zone.calendarTime(of: moment)
    let date = time.date
    let offset = time.naive - moment.rawValue
    return switch unit {
    case .hour: [date.daysSince1970, time.hour, offset]
    case .day: [date.daysSince1970]
    case .week: [date.onOrBefore(weekStart).daysSince1970]
    case .month: [date.year, date.month]
    case .quarter: [date.year, (date.month - 1) / 3]
    case .year: [date.year]
    }
  }

  @Test("Within a unit the clocks show it, and right before it another", arguments: [151, 152])
  func random(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for zone in [Zone.utc, SyntheticZone.berlin2026, Self.lordHowe] {
      for _ in 0..<100 {
        let moment = Moment(
          rawValue: .random(in: 1_767_225_600_000...1_798_761_600_000, using: &generator))
        let weekStart = try #require(Weekday.allCases.randomElement(using: &generator))
        for unit in GroupUnit.allCases {
          let start = zone.start(of: unit, containing: moment, weekStart: weekStart)
          let shown = face(unit, moment, zone, weekStart)
          #expect(start <= moment, "seed \(seed) \(unit) \(moment)")
          #expect(face(unit, start, zone, weekStart) == shown, "seed \(seed) \(unit) \(moment)")
          #expect(
            face(unit, start.adding(milliseconds: -1), zone, weekStart) != shown,
            "seed \(seed) \(unit) \(moment)")
        }
      }
    }
  }

  @Test("The ends of all time do not trap", arguments: [Int64.min, .min + 1, .max - 1, .max, -1])
  func ends(milliseconds: Int64) throws {
    let digest = JobDigest.sample(1, at: Moment(rawValue: milliseconds))
    for zone in [Zone.utc, SyntheticZone.berlin2026] {
      let keys = GroupUnit.allCases.map(GroupKey.calendar)
      let groupings = keys.map { JobGrouping([$0], zone: zone, clock: .submitted) }
      let values = try groupings.values(of: digest) { _ throws(LedgerError) in nil }
      #expect(values.count == keys.count)
      #expect(!values.contains(.start(nil)))
    }
  }

  @Test("Each key gives what the job itself tells", arguments: [153, 154])
  func keys(seed: UInt64) async throws {
    var random = RandomLedger(seed: seed)
    let ledger = try await random.ledger().ledger
    let snapshot = try ledger.snapshot()
    let words = try snapshot.words()
    let zone = SyntheticZone.berlin2026
    let keys = GroupKey.plain + [.label("shot"), .label("none")]
    for clock in WindowClock.allCases {
      let groupings = keys.map {
        JobGrouping([$0], zone: zone, clock: clock, weekStart: .sunday)
      }
      try snapshot.forEachDigest { digest throws(LedgerError) in
        guard let job = try snapshot.job(digest.number) else { return true }
        let known = KnownJob(
          job: job, cost: JobCosts(.builtIn, words: words).cost(of: job), places: [], now: .at(0))
        let values = try groupings.values(of: digest) { number throws(LedgerError) in
          try snapshot.job(number)
        }
        let expected: [String?] =
          [
            job.account, job.dialect, job.model, job.project, job.state.word, job.reason?.rawValue,
            job.errorCode, job.size, job.resolution, job.videoMilliseconds.map(String.init), job.by,
          ]
          + GroupUnit.allCases.map { unit in
            known.moment(clock).map {
              zone.start(of: unit, containing: $0, weekStart: .sunday).rfc3339
            }
          } + [job.labels.first { $0.name == "shot" }?.value, nil]
        let told = values.map { value -> String? in
          switch value {
          case .word(let number): number.flatMap { words[$0] }
          case .number(let number): number.map(String.init)
          case .state(let state): state.word
          case .start(let moment): moment?.rfc3339
          case .text(let text): text
          }
        }
        #expect(told == expected, "seed \(seed) job \(digest.number)")
        return true
      }
    }
  }

  @Test("Rows are read for labels alone, of jobs that have some")
  func rows() throws {
    let plain = GroupKey.plain.map { JobGrouping([$0], zone: .utc, clock: .submitted) }
    let unread = { (_: JobNumber) throws(LedgerError) -> Job? in
      throw .damagedProjection("asked for a row")
    }
    _ = try plain.values(of: .sample(1), row: unread)
    let labels = [JobGrouping([.label("shot")], zone: .utc, clock: .submitted)]
    #expect(try labels.values(of: .sample(1), row: unread) == [.text(nil)])
    let labeled = JobDigest.sample(1) { $0.flags = .hasLabels }
    #expect(throws: LedgerError.damagedProjection("asked for a row")) {
      try labels.values(of: labeled, row: unread)
    }
  }
}

extension [JobGrouping] {
  /// The job's value under the one key of each.
  fileprivate func values(
    of digest: JobDigest, row: (JobNumber) throws(LedgerError) -> Job?
  ) throws(LedgerError) -> [GroupValue] {
    var values: [GroupValue] = []
    for grouping in self { values += try grouping.group(of: digest, row: row).values }
    return values
  }
}
