extension GlobalOptions {
  /// Reads options of every command where each is a whole word with its value in the next: what
  /// scripts write.
  ///
  /// The parser would take two thirds of the time in which `show` answers. A test compares with it.
  ///
  /// - Returns: `nil` for whatever else there is, good or wrong: the parser reads that.
  static func plain(_ words: [String]) -> Self? {
    var options = Self.standard
    var rest = words[...]
    while let word = rest.popFirst() {
      if options.take(word) { continue }
      guard let value = rest.popFirst(), !value.hasPrefix("-"), options.take(word, value) else {
        return nil
      }
    }
    return options
  }

  /// Takes a word that stands alone.
  private mutating func take(_ word: String) -> Bool {
    switch word {
    case "--json": json = true
    case "--ascii": ascii = true
    case "--no-input": noInput = true
    case "--quiet", "-q": quiet = true
    case "--no-header": format.noHeader = true
    case "--meta": format.meta = true
    case "--wide-ids": format.wideIds = true
    case _: return false
    }
    return true
  }

  /// Takes a word with its value.
  private mutating func take(_ word: String, _ value: String) -> Bool {
    switch word {
    case "--ledger": ledger = value
    case "--profile": profile = value
    case "--tz": tz = value
    case "--now": now = value
    case "--as-of": asOf = value
    case "--fields": format.fields = value
    case "--output", "-o":
      guard let known = OutputFormat(rawValue: value) else { return false }
      output = known
    case _: return false
    }
    return true
  }
}
