/// What the ledger knows of one job: the fold of its events, in log order.
public struct Job: Hashable, Sendable {
  public let number: JobNumber
  public internal(set) var account: String
  public internal(set) var nativeID: String
  public internal(set) var dialect: String

  public internal(set) var state = JobState.unknown
  /// The provider's own word, as sent with ``state``.
  public internal(set) var providerStatus: String?
  /// 0 to 100, as the newest answer says.
  public internal(set) var progress: Int?
  public internal(set) var reason: Reason?
  public internal(set) var errorCode: String?
  public internal(set) var errorText: String?
  /// Of the newest answer.
  public internal(set) var httpStatus: Int?

  public internal(set) var model: String?
  public internal(set) var videoMilliseconds: Int64?
  public internal(set) var size: String?
  public internal(set) var resolution: String?
  public internal(set) var audio: Bool?
  public internal(set) var samplesAsked: Int?
  public internal(set) var samplesGiven: Int?
  public internal(set) var samplesFiltered: Int?
  public internal(set) var remixedFrom: String?
  public internal(set) var project: String?
  /// In the order of their names.
  public internal(set) var labels: [Label] = []
  public internal(set) var by: String?
  public internal(set) var prompt: PromptRecord?

  public internal(set) var submitted: StatedMoment?
  public internal(set) var submittedFrom: SubmissionSource?
  /// When the ledger first and last heard of the job.
  public internal(set) var firstSeen: Moment
  public internal(set) var lastSeen: Moment
  public internal(set) var marks = PhaseMarks()

  public internal(set) var assets: [JobAsset] = []
  public internal(set) var isCharged: Bool?
  public internal(set) var chargedBy: ChargeSource?
  public internal(set) var statedCost: StatedCost?

  /// Answers to status questions, and questions without an answer.
  public internal(set) var polls: UInt64 = 0
  public internal(set) var deliveries: UInt64 = 0
  public internal(set) var notes: UInt64 = 0
  public internal(set) var eventCount: UInt64 = 0
  public internal(set) var firstSequence: LogSequence
  public internal(set) var lastSequence: LogSequence
  /// The event that brought the verdict.
  public internal(set) var verdictSequence: LogSequence?
  public internal(set) var verdictSource: EventSource?
  public internal(set) var anomalies: Set<Anomaly> = []
  /// What was taken out of its records, and will be of those that come.
  public internal(set) var redactions: Set<RedactedContent> = []

  var denials: UInt64 = 0
  var firstDenial: Moment?
  var lastDenial: Moment?
  /// The newest observed time of a state; older news changes no state.
  var stateObserved: Moment?
  var lastRecorded: Moment
  /// The newest ``Event/observed`` of an answer: nothing later can be there already.
  var newestAnswer: Moment?

  /// A job before its first event.
  init(number: JobNumber, declaration: Declaration, event: Event) {
    self.number = number
    account = declaration.account
    nativeID = declaration.nativeID
    dialect = declaration.dialect
    firstSeen = event.observed
    lastSeen = event.observed
    firstSequence = event.sequence
    lastSequence = event.sequence
    lastRecorded = event.recorded
  }

  /// The short key.
  public var key: JobKey { JobKey(account: account, nativeID: nativeID) }
}

/// An asset of a job, and what became of it.
public struct JobAsset: Hashable, Sendable {
  public var asset: Asset
  public var saved: SavedAsset?
  /// When it was saved, by our clock.
  public var savedAt: Moment?
  /// Why the newest try to save it failed.
  public var failure: String?

  public init(asset: Asset) { self.asset = asset }
}

/// Who says whether a job is charged for.
public enum ChargeSource: UInt8, Sendable {
  case provider = 1
  case person = 2
  /// Nobody: a rule of ``JobCost``. Never in a row.
  case rule = 3

  public var word: String {
    switch self {
    case .provider: "provider"
    case .person: "person"
    case .rule: "rule"
    }
  }
}

/// Something that contradicts what the ledger knew; shown and counted, never repaired.
public enum Anomaly: String, CaseIterable, Hashable, Sendable {
  /// A later answer gave another verdict; the first one stands.
  case verdictChanged = "verdict_changed"
  /// A later answer said queued or running after the verdict.
  case stateBackwards = "state_backwards"
  case progressBackwards = "progress_backwards"
  /// Two events have the same identity and other content.
  case conflict
  case clockSteppedBack = "clock_stepped_back"
}
