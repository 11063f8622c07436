/// Which jobs or events a question is about: terms that must all hold, inside a window of time.
public struct Filter: Hashable, Sendable {
  /// All of them must hold.
  public var terms: [FilterTerm]
  public var window: TimeWindow
  /// Which time the window tests; `nil` where nobody said, so that the command decides.
  public var clock: WindowClock?

  /// Everything, at any time.
  public static let everything = Self()

  public init(
    terms: [FilterTerm] = [], window: TimeWindow = .all, clock: WindowClock? = nil
  ) {
    self.terms = terms
    self.window = window
    self.clock = clock
  }

  /// Whether it lets everything through.
  public var isEverything: Bool { terms.isEmpty && window == .all }

  /// Reads terms as they stand on a command line: `state:failed`, `not:project=test`, `since:7d`.
  ///
  /// - Parameters:
  ///   - terms: One term each, without the quotes that a shell takes away.
  ///   - context: Now, the zone, and where the times of events are to be had.
  /// - Returns: The terms in their order; windows are put together into one.
  /// - Throws: ``FilterError`` for the first term that cannot be understood or can never match.
  public static func parse(
    _ terms: [String], _ context: TimeContext
  ) throws(FilterError) -> Filter {
    try parse(terms.map(FilterInput.term), context)
  }

  /// Reads terms and the values of flags, which mean the same.
  public static func parse(
    _ inputs: [FilterInput], _ context: TimeContext
  ) throws(FilterError) -> Filter {
    var filter = Filter()
    for input in inputs {
      do throws(FilterProblem) {
        try filter.add(try FilterWords(input), context)
      } catch {
        throw FilterError(place: input.text, problem: error)
      }
    }
    return filter
  }

  private mutating func add(
    _ words: FilterWords, _ context: TimeContext
  ) throws(FilterProblem) {
    switch words.key {
    case .since: try narrow(words, context, TimeWindow.since)
    case .until: try narrow(words, context, TimeWindow.until)
    case .on: try narrow(words, context, TimeWindow.on)
    case .period: try narrow(words, context, TimeWindow.period)
    case .clock:
      let word = try words.timeValue()
      guard let clock = WindowClock(rawValue: word) else {
        throw .unknownWord(word, known: WindowClock.allCases.map(\.rawValue))
      }
      self.clock = clock
    case .id, .state, .provider, .model, .project, .label, .reason, .charged, .asset, .source, .by,
      .took, .queued, .running, .lag, .cost, .seconds, .size, .prompt, .hash, .sequence, .has:
      terms.append(FilterTerm(try words.condition(), isNegated: words.isNegated))
    }
  }

  private mutating func narrow(
    _ words: FilterWords, _ context: TimeContext,
    _ read: (String, TimeContext) throws(TimeError) -> TimeWindow
  ) throws(FilterProblem) {
    let text = try words.timeValue()
    do throws(TimeError) {
      window = try window.intersection(read(text, context)).checked()
    } catch {
      throw .time(error)
    }
  }
}

/// One part of a filter as a person wrote it.
public enum FilterInput: Hashable, Sendable {
  /// `not:state:failed`.
  case term(String)
  /// The value of a flag that has the key's name.
  case flag(FilterKey, String)

  /// As it stood on the command line.
  public var text: String {
    switch self {
    case .term(let text): text
    case .flag(let key, let value): "--\(key.rawValue) \(value)"
    }
  }
}
