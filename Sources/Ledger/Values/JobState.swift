/// Where a job stands, told only from events: never from the clock, never from configuration.
///
/// The raw value is the byte in the record (`docs/format.md`); it never changes its meaning.
public enum JobState: UInt8, CaseIterable, Sendable {
  /// Accepted, not begun. Gemini and Vertex answers cannot tell it from ``running``.
  case queued = 1
  case running = 2
  /// Finished, with every video that was asked for, as far as that is known.
  case succeeded = 3
  /// Some videos were given, and some were filtered or fewer came than a known number asked.
  case partial = 4
  /// Done without a video because of a safety filter.
  case filtered = 5
  case failed = 6
  case canceled = 7
  /// The provider says that the assets can no longer be fetched.
  case expired = 8
  /// The provider denies knowing the job: three answers over at least ten minutes.
  case lost = 9
  /// The provider or the model is retired, so no answer will ever come.
  case gone = 10
  /// Just tracked, or a word or an answer that no dialect can read; polling goes on.
  case unknown = 11

  /// Whether the state ends a job.
  public var isVerdict: Bool {
    switch self {
    case .queued, .running, .unknown: false
    case .succeeded, .partial, .filtered, .failed, .canceled, .expired, .lost, .gone: true
    }
  }

  /// Whether a later positive answer of the provider may replace this verdict.
  public var isRevocable: Bool {
    switch self {
    case .lost, .gone, .expired, .canceled: true
    case .queued, .running, .unknown, .succeeded, .partial, .filtered, .failed: false
    }
  }

  /// Whether videos exist, as far as the provider says.
  public var hasVideos: Bool {
    switch self {
    case .succeeded, .partial: true
    case .queued, .running, .unknown, .filtered, .failed, .canceled, .expired, .lost, .gone: false
    }
  }

  /// The word on screens, in JSON and in filters: lower case, stable.
  public var word: String {
    switch self {
    case .queued: "queued"
    case .running: "running"
    case .succeeded: "succeeded"
    case .partial: "partial"
    case .filtered: "filtered"
    case .failed: "failed"
    case .canceled: "canceled"
    case .expired: "expired"
    case .lost: "lost"
    case .gone: "gone"
    case .unknown: "unknown"
    }
  }

  /// The state of that ``word``, or `nil`.
  public init?(word: String) {
    guard let state = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = state
  }
}
