@testable import Ledger

/// All that conditions are about, of one job.
struct KnownJob {
  let job: Job
  let cost: JobCost
  let places: [LogSequence]
  let now: Moment

  /// The moment that a window tests; `nil` is in no window.
  func moment(_ clock: WindowClock) -> Moment? {
    switch clock {
    case .submitted: job.submitted?.moment ?? job.firstSeen
    case .finished:
      job.state.isVerdict ? Phases(job).finishedMiddle ?? job.verdictObserved : nil
    case .observed: job.lastSeen
    }
  }

  func passes(_ terms: [FilterTerm]) -> Bool {
    terms.allSatisfy { $0.condition.isTrue(of: self) != $0.isNegated }
  }
}

extension Condition {
  /// Whether the condition holds, told the long way from the job itself: what filters have to agree
  /// with, however they find out.
  func isTrue(of known: KnownJob) -> Bool {
    let job = known.job
    return switch self {
    case .id(let names):
      Self.any([job.nativeID, job.key.text, NameKey.operationPart(of: job.nativeID)], names)
    case .state(let states): states.contains(job.state)
    case .provider(let names): Self.any([job.account, job.dialect], names)
    case .model(let names): Self.any([job.model], names)
    case .project(let names): Self.any([job.project], names)
    case .label(let name, let values):
      Self.any(job.labels.filter { $0.name == name }.map(\.value), values)
    case .reason(let names): Self.any([job.reason?.rawValue], names)
    case .charged(let words): words.map(\.rawValue).contains(known.cost.charge.rawValue)
    case .asset(let words): words.contains { known.assets(are: $0) }
    case .source(let sources): job.verdictSource.map(sources.contains) ?? false
    case .by(let names): Self.any([job.by], names)
    case .phase(let phase, let ranges): Self.any(known.length(of: phase), ranges)
    case .cost(let ranges): Self.any(known.cost.amount?.units, ranges)
    case .videoLength(let ranges): Self.any(job.videoMilliseconds, ranges)
    case .size(let sizes):
      sizes.contains { $0.matches(size: job.size, resolution: job.resolution) }
    case .prompt(let matches):
      job.prompt?.text.map { text in matches.contains { $0.matches(text) } } ?? false
    case .hash(let hashes):
      job.prompt?.sha256.map { sum in hashes.contains { $0.matches(sum) } } ?? false
    case .sequence(let ranges): known.places.contains { Self.any($0, ranges) }
    case .has(let words): words.contains { known.has($0) }
    }
  }

  private static func any(_ names: [String?], _ matches: [NameMatch]) -> Bool {
    names.contains { name in
      name.map { name in matches.contains { $0.matches(name) } } ?? false
    }
  }

  private static func any<Value>(_ value: Value?, _ ranges: [ValueRange<Value>]) -> Bool {
    value.map { value in ranges.contains { $0.contains(value) } } ?? false
  }
}

extension KnownJob {
  fileprivate func length(of phase: FilterPhase) -> Int64? {
    let phases = Phases(job)
    return switch phase {
    case .took: phases.total?.middle
    case .queued: phases.queued?.middle
    case .running: phases.running?.middle
    case .lag: phases.lag?.middle
    }
  }

  fileprivate func assets(are word: AssetWord) -> Bool {
    let unsaved = job.assets.filter { $0.saved == nil }
    let isTooLate = { (asset: JobAsset) in
      job.state == .expired || asset.asset.expires.map { $0 <= now } ?? false
    }
    return switch word {
    case .saved: unsaved.count < job.assets.count
    case .unsaved: !unsaved.allSatisfy(isTooLate)
    case .expiring:
      unsaved.compactMap(\.asset.expires).contains { lost in
        (1...86_400_000).contains(lost.milliseconds(since: now))
      }
    case .expired:
      unsaved.contains(where: isTooLate) || (job.state == .expired && job.assets.isEmpty)
    case .none: job.assets.isEmpty
    }
  }

  fileprivate func has(_ word: HasWord) -> Bool {
    switch word {
    case .asset: !job.assets.isEmpty
    case .saved: job.assets.contains { $0.saved != nil }
    case .prompt: job.prompt != nil
    case .note: job.notes > 0
    case .cost: cost.amount != nil
    case .label: !job.labels.isEmpty
    case .project: job.project != nil
    case .anomaly: !job.anomalies.isEmpty
    case .webhook: job.deliveries > 0
    case .error: job.errorCode != nil || job.errorText != nil
    }
  }
}

/// Makes conditions that some jobs of a ``RandomLedger`` meet, and some do not.
struct FittingConditions {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func filter(termsMost: Int = 3) -> Filter {
    let terms = (0..<Int.random(in: 0...termsMost, using: &generator)).map { _ in term() }
    let moments = [Int64.random(in: -3500...3500, using: &generator), 0, 50].map { Moment.at($0) }
    let window = TimeWindow(
      from: perhaps(moments), until: perhaps(moments + [.at(3000), .at(99_999_999)]))
    return Filter(terms: terms, window: window, clock: perhaps(WindowClock.allCases))
  }

  mutating func term() -> FilterTerm {
    FilterTerm(
      condition(.random(in: 0..<Self.kinds, using: &generator)),
      isNegated: .random(using: &generator))
  }

  static let kinds = 22

  /// A condition of that kind, below ``kinds``.
  mutating func condition(_ kind: Int) -> Condition {
    switch kind {
    case 0: .id(names(["video_1", "op3", "models/m", "v", "video_11"], [.exactly, .beginning]))
    case 1: .state(some(JobState.allCases))
    case 2: .provider(names(RandomLedger.accounts + RandomLedger.dialects + ["openai"]))
    case 3: .model(names(RandomLedger.models + ["veo", "veo-3.1", "sora"]))
    case 4: .project(names(RandomLedger.projects + ["ete", "été"]))
    case 5: .label(name: one(of: RandomLedger.labelNames), names(RandomLedger.labelValues))
    case 6: .reason(names(["safety", "output", "rate_limited"]))
    case 7: .charged(some(ChargeWord.allCases))
    case 8: .asset(some(AssetWord.allCases))
    case 9: .source(some(EventSource.allCases))
    case 10: .by(names(RandomLedger.people + ["render-bot"]))
    case 11: .phase(one(of: FilterPhase.allCases), ranges([0, 1000, 60_000, 2_000_000]) { $0 })
    case 12: .cost(ranges([-1, 0, 800_000_000, 2_500_000_000]) { Int128($0) })
    case 13: .cost([ValueRange(Int128(9_300_000_000_500_000_000))])
    case 14: .videoLength(ranges([-1, 4000, 8000]) { $0 })
    case 15:
      .size(
        ["1280x720", "720p", "4k", "1080p"].shuffled(using: &generator).prefix(2)
          .compactMap(SizeMatch.init))
    case 16: .prompt([PromptMatch(one(of: ["CAR", "red", "GRÜN", "", "ein"]), isExact: false)])
    case 17: .prompt([PromptMatch(one(of: RandomLedger.prompts), isExact: true)])
    case 18: hash(of: one(of: RandomLedger.prompts))
    case 19: .sequence(ranges([1, 20, 50, 120, 1000]) { LogSequence(rawValue: UInt64($0)) })
    case 20: .has([one(of: HasWord.allCases)])
    default: .has(some(HasWord.allCases))
    }
  }

  private mutating func hash(of prompt: String) -> Condition {
    let digits = PromptRecord(prompt, policy: .hash)?.sha256?.hexadecimal ?? ""
    let length = one(of: [1, 5, 64])
    return .hash([HashMatch(String(digits.prefix(length)))].compactMap(\.self))
  }

  private mutating func one<Value>(of all: [Value]) -> Value {
    all[Int.random(in: all.indices, using: &generator)]
  }

  private mutating func perhaps<Value>(_ all: [Value]) -> Value? {
    Bool.random(using: &generator) ? one(of: all) : nil
  }

  private mutating func some<Word: Hashable>(_ all: [Word]) -> Set<Word> {
    Set(
      all.shuffled(using: &generator).prefix(
        .random(in: 1...max(1, all.count / 2), using: &generator)))
  }

  private mutating func names(
    _ all: [String], _ rules: [NameMatch.Rule] = [.exactly, .boundary]
  ) -> [NameMatch] {
    let rule = one(of: rules)
    return some(all).map { NameMatch($0, rule) }
  }

  private mutating func ranges<Value>(
    _ bounds: [Int64], _ make: (Int64) -> Value
  ) -> [ValueRange<Value>] {
    let pair = [one(of: bounds), one(of: bounds)].sorted().map(make)
    return switch Int.random(in: 0..<4, using: &generator) {
    case 0: [ValueRange(pair[0])]
    case 1: [ValueRange(low: pair[0], high: nil)].compactMap(\.self)
    case 2: [ValueRange(low: nil, high: pair[0])].compactMap(\.self)
    default: [ValueRange(low: pair[0], high: pair[1])].compactMap(\.self)
    }
  }
}
