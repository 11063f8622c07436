/// What one answer says about a job, interpreted from its bytes by a dialect.
///
/// `nil` always means that the answer does not say.
public struct Observation: Hashable, Sendable {
  /// `nil` when the answer says nothing about the job itself, such as an HTTP error.
  public var state: JobState?
  /// The provider's own word for the state, as sent.
  public var providerStatus: String?
  /// 0 to 100.
  public var progress: Int?
  public var reason: Reason?
  /// The provider's error code, a number written out where it is one.
  public var errorCode: String?
  /// The provider's text of the error or of the filter.
  ///
  /// Private: it may repeat the prompt.
  public var errorText: String?
  /// The provider denies knowing the job.
  public var isDenial = false
  public var model: String?
  /// Length of the video in milliseconds.
  public var videoMilliseconds: Int64?
  /// `1280x720`.
  public var size: String?
  /// `1080p`.
  public var resolution: String?
  public var samplesGiven: Int?
  public var samplesFiltered: Int?
  public var created: StatedMoment?
  public var completed: StatedMoment?
  public var assets: [Asset] = []
  /// Private.
  public var prompt: PromptRecord?
  /// The id inside the answer, where it is not the one that was asked for.
  public var otherID: String?
  /// The job that this one was made from.
  public var remixedFrom: String?
  /// Whether the provider says that the job is charged for.
  public var isCharged: Bool?
  /// The cost that the provider states, a decimal number and its currency.
  public var statedCost: StatedCost?
  /// How long the answer asks to wait before the next question, in milliseconds.
  public var retryAfterMilliseconds: Int64?
  /// The version of the interpreter that read the answer.
  public var interpreter: UInt16 = 0

  public init() {}

  /// An observation of nothing but a state.
  public init(state: JobState?) { self.state = state }
}

/// A cost in the provider's own words.
public struct StatedCost: Hashable, Sendable {
  /// A decimal number, as sent.
  public var amount: String
  /// `USD`, or `credits`; `nil` when not said.
  public var currency: String?

  public init(amount: String, currency: String?) {
    self.amount = amount
    self.currency = currency
  }
}
