internal import Crypto

/// What questions about many jobs need of each one: a row of fixed layout, read in place.
///
/// Words that many jobs share (accounts, models, projects) stand as numbers of a ``Vocabulary``.
/// What is not here (prompt, labels, assets, ids) stands in the ``Job``; a question that needs it
/// reads that job's row.
public struct JobDigest: Hashable, Sendable {
  public var number: JobNumber
  /// When it was submitted; for a job whose submission nobody states, when it was first seen.
  public var submitted: Moment
  public var submittedFrom: SubmissionSource
  public var state: JobState
  public var flags: DigestFlags

  public var account: WordNumber
  public var dialect: WordNumber
  public var model: WordNumber?
  public var project: WordNumber?
  public var size: WordNumber?
  public var resolution: WordNumber?
  public var reason: WordNumber?
  public var errorCode: WordNumber?
  public var by: WordNumber?
  public var currency: WordNumber?

  /// Of the newest answer.
  public var httpStatus: UInt16?
  public var videoMilliseconds: Int64?
  public var samplesAsked: Int32?
  public var samplesGiven: Int32?
  public var samplesFiltered: Int32?
  public var phaseFacts: PhaseFacts
  public var lastSeen: Moment
  /// When the ledger saw the verdict.
  public var verdictObserved: Moment?
  /// The first moment at which a video that was not saved can no longer be fetched.
  public var expires: Moment?
  /// The cost that the provider states, in 10⁻⁹ units of ``currency``.
  public var statedCost: Int64?
  /// Equal for jobs of the same prompt and settings; 0 where the prompt is not known.
  ///
  /// 64 bits of a SHA-256: two of a million prompts are taken for one with a chance of 3 in 10⁸.
  public var attempt: UInt64
  public var lastSequence: LogSequence

  /// Where its time went.
  public var phases: Phases { Phases(phaseFacts) }

  /// When it ended: by its phases, else when the ledger saw the verdict; `nil` while it is open.
  public var ended: Moment? {
    guard state.isVerdict else { return nil }
    return phases.finishedMiddle ?? verdictObserved
  }
}

/// What is known of a job beside its numbers.
public struct DigestFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Somebody says that it is charged for.
  public static let isCharged = Self(rawValue: 1 << 0)
  /// Somebody says that it is not.
  public static let isNotCharged = Self(rawValue: 1 << 1)
  /// A person says so; else the provider.
  public static let chargeByPerson = Self(rawValue: 1 << 2)
  public static let withAudio = Self(rawValue: 1 << 3)
  public static let withoutAudio = Self(rawValue: 1 << 4)
  public static let hasAssets = Self(rawValue: 1 << 5)
  public static let hasSavedVideo = Self(rawValue: 1 << 6)
  public static let hasPrompt = Self(rawValue: 1 << 7)
  public static let hasNotes = Self(rawValue: 1 << 8)
  public static let hasLabels = Self(rawValue: 1 << 9)
  public static let hasDeliveries = Self(rawValue: 1 << 10)
  public static let hasAnomalies = Self(rawValue: 1 << 11)
  public static let hasErrorText = Self(rawValue: 1 << 12)
  /// The digest has no room for what the cost follows from: a stated cost beyond 64 bits of 10⁻⁹
  /// units, or a number of videos beyond 32 bits; the row has it.
  public static let costInRow = Self(rawValue: 1 << 13)
  /// At least one asset was saved, of whatever variant.
  public static let hasSaved = Self(rawValue: 1 << 14)
}

extension JobDigest {
  typealias Words = InlineArray<10, String?>
  typealias WordNumbers = InlineArray<10, WordNumber?>

  /// The words of a job that its digest holds by number, in the order of the digest's fields.
  static func words(of job: Job) -> Words {
    [
      job.account, job.dialect, job.model, job.project, job.size, job.resolution,
      job.reason?.rawValue, job.errorCode, job.by, job.statedCost?.currency,
    ]
  }

  /// The digest of a job, with its words numbered by `numbering`.
  init(
    _ job: Job, numbering: (String) throws(LedgerError) -> WordNumber
  ) throws(LedgerError) {
    let words = Self.words(of: job)
    var numbers = WordNumbers(repeating: nil)
    for index in words.indices {
      if let word = words[index] { numbers[index] = try numbering(word) }
    }
    self.init(job, numbers: numbers)
  }

  /// The digest of a job whose ``words(of:)`` have these numbers.
  init(_ job: Job, numbers: WordNumbers) {
    number = job.number
    submitted = job.submitted?.moment ?? job.firstSeen
    submittedFrom = job.submittedFrom ?? .firstSeen
    state = job.state
    account = numbers[0] ?? WordNumber(rawValue: 0)
    dialect = numbers[1] ?? WordNumber(rawValue: 0)
    model = numbers[2]
    project = numbers[3]
    size = numbers[4]
    resolution = numbers[5]
    reason = numbers[6]
    errorCode = numbers[7]
    by = numbers[8]
    currency = numbers[9]
    httpStatus = job.httpStatus.flatMap(UInt16.init(exactly:))
    videoMilliseconds = job.videoMilliseconds
    samplesAsked = job.samplesAsked.flatMap(Int32.init(exactly:))
    samplesGiven = job.samplesGiven.flatMap(Int32.init(exactly:))
    samplesFiltered = job.samplesFiltered.flatMap(Int32.init(exactly:))
    phaseFacts = PhaseFacts(job)
    lastSeen = job.lastSeen
    verdictObserved = job.verdictObserved
    expires = job.videosNotSaved.compactMap(\.asset.expires).min()
    statedCost = job.statedCost.flatMap { Amount(rounding: $0.amount) }
      .flatMap { Int64(exactly: $0.units) }
    attempt = job.attempt
    lastSequence = job.lastSequence
    flags = DigestFlags(job)
    let isWhole =
      (job.statedCost == nil || statedCost != nil)
      && (job.samplesAsked == nil || samplesAsked != nil)
      && (job.samplesGiven == nil || samplesGiven != nil)
      && (job.samplesFiltered == nil || samplesFiltered != nil)
    if !isWhole { flags.insert(.costInRow) }
  }
}

extension DigestFlags {
  fileprivate init(_ job: Job) {
    let known: [(Bool, DigestFlags)] = [
      (job.isCharged == true, .isCharged), (job.isCharged == false, .isNotCharged),
      (job.chargedBy == .person, .chargeByPerson), (job.audio == true, .withAudio),
      (job.audio == false, .withoutAudio), (!job.assets.isEmpty, .hasAssets),
      (job.assets.contains { $0.saved != nil && $0.asset.variant == "video" }, .hasSavedVideo),
      (job.prompt != nil, .hasPrompt), (job.notes > 0, .hasNotes),
      (!job.labels.isEmpty, .hasLabels), (job.deliveries > 0, .hasDeliveries),
      (!job.anomalies.isEmpty, .hasAnomalies), (job.errorText != nil, .hasErrorText),
      (job.assets.contains { $0.saved != nil }, .hasSaved),
    ]
    self = known.reduce(into: []) { flags, entry in if entry.0 { flags.insert(entry.1) } }
  }
}

extension Job {
  /// Videos that exist, or existed, and that nobody saved.
  fileprivate var videosNotSaved: [JobAsset] {
    assets.filter { $0.saved == nil && $0.asset.variant == "video" }
  }

  /// See ``JobDigest/attempt``.
  var attempt: UInt64 {
    guard let prompt = prompt?.sha256 else { return 0 }
    var fields = FieldWriter()
    fields.data(1, prompt)
    fields.string(2, model)
    fields.integer(3, videoMilliseconds)
    fields.string(4, size)
    fields.string(5, resolution)
    fields.boolean(6, audio)
    fields.integer(7, samplesAsked.map(Int64.init))
    let hash = Array(SHA256.hash(data: fields.bytes))
    return max(1, hash.span.uint64(at: 0))
  }
}
