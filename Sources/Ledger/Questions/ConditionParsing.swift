extension FilterWords {
  /// What the words mean as a condition; times and clocks are none.
  func condition() throws(FilterProblem) -> Condition {
    switch key {
    case .id: return .id(try names(.beginning))
    case .state: return .state(try states())
    case .provider: return .provider(try names())
    case .model: return .model(try names())
    case .project: return .project(try names())
    case .label: return .label(name: labelName, try names())
    case .reason: return .reason(try reasons())
    case .charged: return .charged(try words(ChargeWord.allCases, \.rawValue))
    case .asset: return .asset(try words(AssetWord.allCases, \.rawValue))
    case .source: return .source(try words(EventSource.allCases, \.word))
    case .by: return .by(try names())
    case .took: return .phase(.took, try phases())
    case .queued: return .phase(.queued, try phases())
    case .running: return .phase(.running, try phases())
    case .lag: return .phase(.lag, try phases())
    case .cost: return .cost(try ranges(Condition.costBound))
    case .seconds: return .videoLength(try ranges(Condition.videoBound))
    case .size: return .size(try each(SizeMatch.init))
    case .prompt:
      let isExact = isExact
      return .prompt(try each { PromptMatch($0, isExact: isExact) })
    case .hash: return .hash(try each(HashMatch.init))
    case .sequence: return .sequence(try ranges { LogSequence($0) })
    case .has: return .has(try words(HasWord.allCases, \.rawValue))
    case .since, .until, .on, .period, .clock: throw .negatedTime
    }
  }

  private func bad(_ value: Value) -> FilterProblem {
    .badValue(value.text, expected: key.example)
  }

  private func each<Result>(_ read: (String) -> Result?) throws(FilterProblem) -> [Result] {
    var all: [Result] = []
    for value in values {
      guard let result = read(value.text) else { throw foreign(value) ?? bad(value) }
      all.append(result)
    }
    return all
  }

  private func names(
    _ rule: NameMatch.Rule = .boundary
  ) throws(FilterProblem) -> [NameMatch] {
    for value in values {
      if let problem = foreign(value) { throw problem }
    }
    return values.map { NameMatch($0.text, isExact ? .exactly : rule) }
  }

  /// A sign of a pattern or of a comparison that another tool would understand.
  private func foreign(_ value: Value) -> FilterProblem? {
    guard !value.isQuoted else { return nil }
    let name = key == .label ? "label.\(labelName)" : key.rawValue
    if let first = value.text.first, first == ">" || first == "<" {
      return FilterSuggestion.range(name, value.text)
    }
    if value.text.last == "*" {
      return .foreignSign("*", instead: "\(name):\(value.text.dropLast())")
    }
    return nil
  }

  /// Values out of a closed list of words.
  private func words<Word: Hashable>(
    _ all: [Word], _ word: (Word) -> String
  ) throws(FilterProblem) -> Set<Word> {
    var found: Set<Word> = []
    for value in values {
      guard let match = all.first(where: { word($0) == value.text }) else {
        throw .unknownWord(value.text, known: all.map(word))
      }
      found.insert(match)
    }
    return found
  }

  /// States, and `open` and `verdict` for all that are one.
  private func states() throws(FilterProblem) -> Set<JobState> {
    var states: Set<JobState> = []
    for value in values {
      switch value.text {
      case "open": states.formUnion(JobState.allCases.filter { !$0.isVerdict })
      case "verdict": states.formUnion(JobState.allCases.filter(\.isVerdict))
      default:
        guard let state = JobState(word: value.text) else {
          throw .unknownWord(
            value.text, known: JobState.allCases.map(\.word) + ["open", "verdict"])
        }
        states.insert(state)
      }
    }
    return states
  }

  /// Classes of reasons; newer ledgers may have more, so only what looks like a slip is refused.
  private func reasons() throws(FilterProblem) -> [NameMatch] {
    let matches = try names()
    let known = Reason.known.map(\.rawValue)
    for match in matches where match.rule == .boundary && !known.contains(where: match.matches) {
      let words = known + known.compactMap { $0.split(separator: ".").first.map(String.init) }
      if NearestMatch.of(match.text, in: words) != nil {
        throw .unknownWord(match.text, known: words.filter { $0.contains(match.text) } + known)
      }
    }
    return matches
  }

  /// Lengths of phases: always a range, for nothing takes exactly five minutes.
  private func phases() throws(FilterProblem) -> [ValueRange<Int64>] {
    if !isExact, let single = values.first(where: { !$0.text.contains("..") }) {
      if let problem = foreign(single) { throw problem }
      guard Condition.phaseBound(single.text) != nil else { throw bad(single) }
      throw .needsRange(key: key.rawValue, single.text)
    }
    return try ranges(Condition.phaseBound)
  }

  private func ranges<Bound>(
    _ read: (String) -> Bound?
  ) throws(FilterProblem) -> [ValueRange<Bound>] {
    var all: [ValueRange<Bound>] = []
    for value in values {
      guard let dots = value.text.firstRange(of: "..") else {
        guard let bound = read(value.text) else { throw foreign(value) ?? bad(value) }
        all.append(ValueRange(bound))
        continue
      }
      let low = String(value.text[..<dots.lowerBound])
      let high = String(value.text[dots.upperBound...])
      let bounds = (read(low), read(high))
      guard bounds.0 != nil || low.isEmpty, bounds.1 != nil || high.isEmpty,
        !low.isEmpty || !high.isEmpty
      else { throw foreign(value) ?? bad(value) }
      guard let range = ValueRange(low: bounds.0, high: bounds.1) else {
        throw .reversedRange(value.text)
      }
      all.append(range)
    }
    return all
  }
}

extension Condition {
  /// Digits behind the point of a cost.
  static let costDigits = 9

  /// `90s`, `1h30m`, as milliseconds; a month has no length of its own.
  static func phaseBound(_ text: String) -> Int64? {
    guard let length = DurationText(text), length.months == 0 else { return nil }
    return length.milliseconds
  }

  /// `2.50`, in 10⁻⁹ units.
  static func costBound(_ text: String) -> Int128? {
    DecimalText.scaled(text, digits: costDigits)
  }

  /// `8`, `8s` or `8.5`, as milliseconds.
  static func videoBound(_ text: String) -> Int64? {
    let digits = text.hasSuffix("s") ? text.dropLast() : text[...]
    guard let value = DecimalText.scaled(digits, digits: 3), value >= 0 else { return nil }
    return Int64(exactly: value)
  }
}

extension FilterKey {
  /// Terms of this key, for messages and help.
  public var example: String {
    switch self {
    case .id: "id:v7k2"
    case .state: "state:failed,filtered or state:open"
    case .provider: "provider:vertex"
    case .model: "model:veo-3.1 or model=veo-3.1-generate-001"
    case .project: "project:acme"
    case .label: "label.shot:sc010"
    case .reason: "reason:output"
    case .charged: "charged:unknown"
    case .asset: "asset:unsaved"
    case .source: "source:webhook"
    case .by: "by:render-bot"
    case .took: "took:5m.. or took:30s..2m"
    case .queued: "queued:30s..2m"
    case .running: "running:..90s"
    case .lag: "lag:30s.."
    case .cost: "cost:2.50.. or cost:0"
    case .seconds: "seconds:8 or seconds:4..8"
    case .size: "size:1280x720 or size:1080p"
    case .prompt: "prompt:car or prompt:'\"red car, rain\"'"
    case .hash: "hash:1f3c, the beginning of a prompt's SHA-256"
    case .sequence: "seq:48000..48302"
    case .has: "has:asset"
    case .since: "since:7d"
    case .until: "until:2026-11-15"
    case .on: "on:yesterday"
    case .period: "period:2026-11 or period:2026-11-01..2026-11-15"
    case .clock: "clock:finished"
    }
  }
}
