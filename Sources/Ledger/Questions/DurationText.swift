/// Lengths of time as people write them: `90s`, `1h30m`, `0.4s`, `3mo`.
struct DurationText: Hashable {
  /// What is exact: milliseconds to weeks; a day is 24 hours.
  var milliseconds: Int64 = 0
  /// What depends on the calendar: months and years.
  var months: Int64 = 0

  /// The units from long to short, each with its milliseconds or its months.
  private static let units: [(word: String, milliseconds: Int64, months: Int64)] = [
    ("y", 0, 12), ("mo", 0, 1), ("w", 604_800_000, 0), ("d", 86_400_000, 0), ("h", 3_600_000, 0),
    ("m", 60_000, 0), ("s", 1000, 0), ("ms", 1, 0),
  ]
  /// Longer than the history of computers; keeps all sums within bounds.
  private static let most: Int128 = 1 << 55

  /// Reads numbers with their units, long units first, such as `2d12h`.
  ///
  /// - Returns: `nil` for anything else, for parts of a month, and for what is finer than a
  ///   millisecond or longer than a million years.
  init?(_ text: some StringProtocol) {
    var rest = Substring(text)
    var unitsLeft = Self.units[...]
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(number.count)
      let word = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(word.count)
      guard let place = unitsLeft.firstIndex(where: { $0.word == word }) else { return nil }
      let unit = unitsLeft[place]
      unitsLeft = unitsLeft[(place + 1)...]
      guard let thousandths = DecimalText.scaled(number, digits: 3) else { return nil }
      let length = thousandths * Int128(unit.milliseconds) + Int128(milliseconds) * 1000
      let count = thousandths * Int128(unit.months) + Int128(months) * 1000
      guard length.isMultiple(of: 1000), count.isMultiple(of: 1000), length <= Self.most * 1000,
        count <= 12_000_000_000
      else { return nil }
      milliseconds = Int64(length / 1000)
      months = Int64(count / 1000)
    }
  }

  /// The shortest way to write that many milliseconds, 0 or more: `1h30m`.
  static func text(milliseconds: Int64) -> String {
    var rest = milliseconds
    var text = ""
    for unit in units where unit.milliseconds > 0 && unit.word != "w" {
      let count = rest / unit.milliseconds
      rest -= count * unit.milliseconds
      if count > 0 { text += "\(count)\(unit.word)" }
    }
    return text.isEmpty ? "0s" : text
  }
}
