@testable import Ledger

/// Makes filters of every kind.
struct RandomFilter {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func filter() -> Filter {
    let low = Moment(rawValue: .random(in: 0...2_000_000_000_000, using: &generator))
    let high = low.adding(milliseconds: .random(in: 1...100_000_000_000, using: &generator))
    let terms = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
      FilterTerm(condition(), isNegated: .random(using: &generator))
    }
    return Filter(
      terms: terms,
      window: TimeWindow(
        from: .random(using: &generator) ? low : nil,
        until: .random(using: &generator) ? high : nil),
      clock: .random(using: &generator)
        ? WindowClock.allCases.randomElement(using: &generator) : nil)
  }

  private mutating func condition() -> Condition {
    switch Int.random(in: 0..<19, using: &generator) {
    case 0: .id(names([.exactly, .beginning]))
    case 1: .state(set(JobState.allCases))
    case 2: .provider(names([.exactly, .boundary]))
    case 3: .model(names([.exactly, .boundary]))
    case 4: .project(names([.exactly, .boundary]))
    case 5: .label(name: text(), names([.exactly, .boundary]))
    case 6: .reason(names([.exactly]))
    case 7: .charged(set(ChargeWord.allCases))
    case 8: .asset(set(AssetWord.allCases))
    case 9: .source(set(EventSource.allCases))
    case 10: .by(names([.exactly, .boundary]))
    case 11:
      .phase(
        FilterPhase.allCases.randomElement(using: &generator) ?? .took,
        ranges(0...10_000_000_000) { $0 })
    case 12: .cost(ranges(-5_000_000_000...5_000_000_000_000) { Int128($0) })
    case 13: .videoLength(ranges(0...600_000) { $0 })
    case 14:
      .size(["1280x720", "720p", "4k"].compactMap(SizeMatch.init).shuffled(using: &generator))
    case 15:
      several { random in PromptMatch(random.text(), isExact: false) }.map { .prompt($0) }
        ?? .has([.note])
    case 16: .hash(["1f", "00aa", String(repeating: "e", count: 64)].compactMap(HashMatch.init))
    case 17: .sequence(ranges(1...100_000) { LogSequence(rawValue: UInt64($0)) })
    default: .has(set(HasWord.allCases))
    }
  }

  private mutating func several<Value>(_ make: (inout Self) -> Value) -> [Value]? {
    (0..<Int.random(in: 1...3, using: &generator)).map { _ in make(&self) }
  }

  private mutating func set<Word: Hashable>(_ all: [Word]) -> Set<Word> {
    Set(all.shuffled(using: &generator).prefix(.random(in: 1...all.count, using: &generator)))
  }

  private mutating func names(_ rules: [NameMatch.Rule]) -> [NameMatch] {
    let rule = rules.randomElement(using: &generator) ?? .exactly
    return several { NameMatch($0.text(), rule) } ?? []
  }

  /// Values with every sign that means something somewhere.
  private mutating func text() -> String {
    let letters = Array("ab3.-/_ ,\"\\:=*<>\n\té\u{301}車".unicodeScalars)
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      if let letter = letters.randomElement(using: &generator) { text.append(letter) }
    }
    return String(text)
  }

  /// Ranges; either all of one value, or none, as one operator says them.
  private mutating func ranges<Value>(
    _ all: ClosedRange<Int64>, _ make: (Int64) -> Value
  ) -> [ValueRange<Value>] {
    if Bool.random(using: &generator) {
      return [ValueRange(make(.random(in: all, using: &generator)))]
    }
    return (0..<Int.random(in: 1...3, using: &generator)).compactMap { _ in
      let low = Int64.random(in: all.lowerBound..<all.upperBound, using: &generator)
      let high = Int64.random(in: (low + 1)...all.upperBound, using: &generator)
      return switch Int.random(in: 0..<3, using: &generator) {
      case 0: ValueRange(low: make(low), high: nil)
      case 1: ValueRange(low: nil, high: make(high))
      default: ValueRange(low: make(low), high: make(high))
      }
    }
  }
}
