/// A condition made ready to be tested on many jobs, on the cheapest thing that can tell.
///
/// There is no other evaluation of a condition over a job.
enum ConditionTest {
  case digest((JobDigest) -> Bool)
  /// An event of the job stands at a place in one of the ranges.
  case places([ValueRange<LogSequence>])
  case cost((JobDigest, JobCost) -> Bool)
  case row((Job) -> Bool)
}

extension Condition {
  /// Makes the condition ready.
  ///
  /// A name that is not known is meant by no match: `model:veo` leaves out jobs without a model, and
  /// `not:model:veo` keeps them.
  ///
  /// `rules`: how long results are kept where no answer says so.
  func test(
    _ words: [WordNumber: String], now: Moment, rules: ResultRules
  ) -> ConditionTest {
    func numbers(_ matches: [NameMatch]) -> Set<WordNumber> { words.numbers(matches) }
    switch self {
    case .id(let matches): return .row { job in matches.contains { $0.names(job) } }
    case .state(let states): return .digest { states.contains($0.state) }
    case .provider(let matches):
      let meant = numbers(matches)
      return .digest { meant.contains($0.account) || meant.contains($0.dialect) }
    case .model(let matches): return .digest(word(numbers(matches), \.model))
    case .project(let matches): return .digest(word(numbers(matches), \.project))
    case .reason(let matches): return .digest(word(numbers(matches), \.reason))
    case .by(let matches): return .digest(word(numbers(matches), \.by))
    case .label(let name, let matches):
      return .row { job in
        job.labels.contains { label in
          label.name == name && matches.contains { $0.matches(label.value) }
        }
      }
    case .charged(let charges):
      return .cost { charges.contains(ChargeWord($1.charge)) }
    case .cost(let ranges):
      return .cost { _, cost in
        guard let amount = cost.amount else { return false }
        return ranges.contains { $0.contains(amount.units) }
      }
    case .asset(let kinds): return .row { job in kinds.contains { $0.holds(for: job, now, rules) } }
    case .source(let sources):
      return .digest { $0.phaseFacts.verdictSource.map(sources.contains) ?? false }
    case .phase(let phase, let ranges):
      return .digest { digest in
        guard let length = phase.phase.length(in: digest.phases) else { return false }
        return ranges.contains { $0.contains(length.middle) }
      }
    case .videoLength(let ranges):
      return .digest { digest in
        guard let length = digest.videoMilliseconds else { return false }
        return ranges.contains { $0.contains(length) }
      }
    case .size(let matches): return .digest(words.size(matches))
    case .prompt(let matches):
      return .row { job in
        guard let text = job.prompt?.text else { return false }
        return matches.contains { $0.matches(text) }
      }
    case .hash(let matches):
      return .row { job in
        guard let hash = job.prompt?.sha256 else { return false }
        return matches.contains { $0.matches(hash) }
      }
    case .sequence(let ranges): return .places(ranges)
    case .has(let kinds): return Self.has(kinds)
    }
  }

  private func word(
    _ meant: Set<WordNumber>, _ field: @escaping (JobDigest) -> WordNumber?
  ) -> (JobDigest) -> Bool {
    { digest in field(digest).map(meant.contains) ?? false }
  }

  private static func has(_ kinds: Set<HasWord>) -> ConditionTest {
    guard kinds.contains(.cost) else {
      return .digest { digest in kinds.contains { $0.holds(for: digest) } }
    }
    return .cost { digest, cost in
      cost.amount != nil || kinds.contains { $0.holds(for: digest) }
    }
  }
}

extension FilterPhase {
  var phase: Phase {
    switch self {
    case .took: .total
    case .queued: .queued
    case .running: .running
    case .lag: .lag
    }
  }
}

extension [WordNumber: String] {
  /// The numbers of the words that any of the names means.
  fileprivate func numbers(_ matches: [NameMatch]) -> Set<WordNumber> {
    Set(filter { entry in matches.contains { $0.matches(entry.value) } }.keys)
  }

  /// A test of size and resolution together; each pair of words is looked at once.
  fileprivate func size(_ matches: [SizeMatch]) -> (JobDigest) -> Bool {
    let sizes = Set(
      filter { entry in matches.contains { $0.matches(size: entry.value, resolution: nil) } }.keys)
    let resolutions = Set(
      filter { entry in matches.contains { $0.matches(size: nil, resolution: entry.value) } }.keys)
    return { digest in
      digest.size.map(sizes.contains) ?? false
        || digest.resolution.map(resolutions.contains) ?? false
    }
  }
}

extension NameMatch {
  /// Whether it means the job: by its native id, the part after `operations/`, or its key.
  fileprivate func names(_ job: Job) -> Bool {
    [job.nativeID, NameKey.operationPart(of: job.nativeID), job.key.text]
      .contains { $0.map(matches) ?? false }
  }
}

extension AssetWord {
  /// How soon something is lost that is called expiring.
  static let soon: Int64 = 86_400_000

  fileprivate func holds(for job: Job, _ now: Moment, _ rules: ResultRules) -> Bool {
    switch self {
    case .saved: job.assets.contains { $0.saved != nil }
    case .unsaved: job.assets.contains { $0.saved == nil && !$0.isExpired(job, now) }
    case .expiring:
      job.assets.contains { asset in
        guard asset.saved == nil, let lost = asset.loss(job, rules) else { return false }
        return now < lost && lost <= now.adding(milliseconds: Self.soon)
      }
    case .expired:
      // Of a job that was found expired, the ledger may never have seen what there was.
      job.assets.contains { $0.saved == nil && $0.isExpired(job, now) }
        || job.state == .expired && job.assets.isEmpty
    case .none: job.assets.isEmpty
    }
  }
}

extension JobAsset {
  fileprivate func isExpired(_ job: Job, _ now: Moment) -> Bool {
    job.state == .expired || asset.expires.map { $0 <= now } ?? false
  }

  /// When it is lost; what lies in a bucket or came inline has no rule.
  fileprivate func loss(_ job: Job, _ rules: ResultRules) -> Moment? {
    if let expires = asset.expires { return expires }
    guard job.state.hasVideos, asset.uri?.hasPrefix("gs://") != true, asset.inlineBytes == nil,
      let length = rules[job.dialect],
      let ended = Phases(job).finished?.lowerBound ?? job.ended
    else { return nil }
    return ended.adding(milliseconds: length)
  }
}

extension HasWord {
  /// Whether the job has it; a cost is not the digest's to tell.
  fileprivate func holds(for digest: JobDigest) -> Bool {
    switch self {
    case .asset: digest.flags.contains(.hasAssets)
    case .saved: digest.flags.contains(.hasSaved)
    case .prompt: digest.flags.contains(.hasPrompt)
    case .note: digest.flags.contains(.hasNotes)
    case .cost: false
    case .label: digest.flags.contains(.hasLabels)
    case .project: digest.project != nil
    case .anomaly: digest.flags.contains(.hasAnomalies)
    case .webhook: digest.flags.contains(.hasDeliveries)
    case .error: digest.errorCode != nil || digest.flags.contains(.hasErrorText)
    }
  }
}
