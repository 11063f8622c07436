/// Times that are numbers, and what to say about times that cannot be read.
enum TimeReading {
  /// Unix seconds, or milliseconds where the number is too large for seconds.
  static func unix(_ text: some StringProtocol) -> Moment? {
    guard let milliseconds = DecimalText.scaled(text, digits: 3) else { return nil }
    let isSeconds = milliseconds.magnitude < 100_000_000_000_000  // until the year 5138
    let value = isSeconds ? milliseconds : milliseconds / 1000
    return Int64(exactly: value).map { Moment(rawValue: $0) }
  }

  /// Why a text is no time.
  static func problem(_ text: String, _ context: TimeContext) -> TimeError {
    if text.contains("..") { return .unexpectedRange(text) }
    let readings = readings(text, context.today.year)
    if readings.count > 1 { return .ambiguous(text, readings: readings) }
    let words = TimeWord.allCases.map(\.rawValue)
    return .notATime(
      text, nearest: readings.first ?? nearest(text) ?? NearestMatch.of(text, in: words))
  }

  /// The days that numbers between `/`, `.` or `-` may mean: `11/12`, `3.4.2026`, `2026/11/20`.
  private static func readings(_ text: String, _ thisYear: Int64) -> [String] {
    for separator in ["/", ".", "-"] as [Character] {
      let parts = text.split(separator: separator, omittingEmptySubsequences: false)
      let numbers = parts.compactMap { $0.utf8.count <= 4 ? Int64($0) : nil }
      guard numbers.count == parts.count, (2...3).contains(parts.count) else { continue }
      if parts[0].count == 4 {
        guard parts.count == 3 else { return [] }
        return [day(numbers[0], numbers[1], numbers[2])].compactMap(\.self)
      }
      let year = parts.count == 3 && parts[2].count == 4 ? numbers[2] : nil
      guard parts.count == 2 || year != nil else { return [] }
      let both = [(numbers[0], numbers[1]), (numbers[1], numbers[0])].compactMap { month, day in
        Self.day(year ?? thisYear, month, day)
      }
      return both.first == both.last ? Array(both.prefix(1)) : both
    }
    return []
  }

  /// `2026-11-20`, where there is that day.
  private static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> String? {
    guard let date = CalendarDate(year: year, month: month, day: day) else { return nil }
    return String(CalendarTime(date).text.prefix(10))
  }

  /// What a person may have meant by a number or a duration that is almost right.
  private static func nearest(_ text: String) -> String? {
    if text.hasPrefix("-"), DurationText(text.dropFirst()) != nil {
      return String(text.dropFirst())
    }
    let isNumber = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isNumber else { return nil }
    switch text.utf8.count {
    case 8: return text.prefix(4) + "-" + text.dropFirst(4).prefix(2) + "-" + text.suffix(2)
    case 10, 13: return "@" + text
    case 1...3: return text + "d"
    default: return nil
    }
  }
}
