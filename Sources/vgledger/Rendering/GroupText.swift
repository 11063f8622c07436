internal import ArgumentParser
internal import Ledger
internal import Providers

/// What jobs are grouped by, as it is written after `--by`.
struct GroupKeys: ExpressibleByArgument {
  let keys: [GroupKey]
  /// What cannot be used; the command says so, with the nearest word.
  let wrong: String?

  init(_ keys: [GroupKey]) {
    self.keys = keys
    wrong = nil
  }

  init?(argument: String) {
    var keys: [GroupKey] = []
    var wrong: String?
    for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let key = GroupKey(word: String(word)) else {
        wrong = String(word)
        continue
      }
      if !keys.contains(key) { keys.append(key) }
    }
    self.keys = keys
    self.wrong = wrong
  }

  static let words = GroupKey.plain.map(\.word) + ["label.NAME"]

  /// The keys, at most two.
  ///
  /// - Throws: A usage failure for a word that is no key, with the nearest one.
  func checked() throws(Failure) -> [GroupKey] {
    if let wrong {
      throw Failure.unknown(
        "key to group by", wrong, among: Self.words, Self.words.joined(separator: ", "))
    }
    guard keys.count <= 2 else {
      throw Failure(.usage, "--by takes one key or two; filter by the others")
    }
    return keys
  }
}

/// The values of groups as people and programs read them.
struct GroupText {
  let words: [WordNumber: String]
  let zone: Zone
  let now: Moment

  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// For people; unknown is `?`.
  func text(_ value: GroupValue?, _ key: GroupKey) -> String {
    switch value {
    case .word(let number)?: return number.flatMap { words[$0] } ?? "?"
    case .number(let number)?: return number.map(Words.seconds(ofVideo:)) ?? "?"
    case .state(let state)?: return state.word
    case .text(let text)?: return text ?? "?"
    case .start(let moment)?: return moment.map { calendarText($0, key) } ?? "?"
    case nil: return "all"
    }
  }

  /// For programs: words as they are, calendar units as the time grammar reads them, unknown `null`.
  func json(_ value: GroupValue?, _ key: GroupKey) -> JSON {
    switch value {
    case .word(let number)?: .optional(number.flatMap { words[$0] })
    case .number(let number)?: number.map(JobFields.decimalSeconds) ?? .null
    case .state(let state)?: .string(state.word)
    case .text(let text)?: .optional(text)
    case .start(let moment)?: .optional(moment.map { calendarWord($0, key) })
    case nil: .null
    }
  }

  private func unit(_ key: GroupKey) -> GroupUnit {
    if case .calendar(let unit) = key { return unit }
    return .day
  }

  /// `2026-11-17T14:00`, `2026-11-17`, `2026-11`, `2026Q4`, `2026`; a week by its first day.
  private func calendarWord(_ moment: Moment, _ key: GroupKey) -> String {
    let time = zone.calendarTime(of: moment)
    let date = time.date
    let month = "\(date.year)-\(Words.twoDigits(date.month))"
    return switch unit(key) {
    case .hour: "\(month)-\(Words.twoDigits(date.day))T\(Words.twoDigits(time.hour)):00"
    case .day, .week: "\(month)-\(Words.twoDigits(date.day))"
    case .month: month
    case .quarter: "\(date.year)Q\((date.month + 2) / 3)"
    case .year: "\(date.year)"
    }
  }

  /// `Tue 17 Nov`, with the year where it is not now's.
  private func calendarText(_ moment: Moment, _ key: GroupKey) -> String {
    let time = zone.calendarTime(of: moment)
    let date = time.date
    let year = date.year == zone.calendarTime(of: now).date.year ? "" : " \(date.year)"
    let month = Self.months[Int(date.month) - 1]
    let weekday = Self.days[Int((date.daysSince1970 % 7 + 10) % 7)]
    return switch unit(key) {
    case .hour: "\(weekday) \(date.day) \(month)\(year) \(Words.twoDigits(time.hour)):00"
    case .day: "\(weekday) \(date.day) \(month)\(year)"
    case .week: "week of \(date.day) \(month)\(year)"
    case .month: "\(month) \(date.year)"
    case .quarter: "\(date.year) Q\((date.month + 2) / 3)"
    case .year: "\(date.year)"
    }
  }
}
