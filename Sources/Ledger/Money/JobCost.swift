/// How much of what is priced a job made or asks for; nil is unknown.
public struct Quantities: Hashable, Sendable {
  /// Length of each video.
  public var videoMilliseconds: Int64?
  public var samplesAsked: Int?
  public var samplesGiven: Int?
  public var samplesFiltered: Int?
  /// Tokens of video that came out.
  public var tokens: Int64?

  public init(
    videoMilliseconds: Int64?, samplesAsked: Int? = nil, samplesGiven: Int? = nil,
    samplesFiltered: Int? = nil, tokens: Int64? = nil
  ) {
    self.videoMilliseconds = videoMilliseconds
    self.samplesAsked = samplesAsked
    self.samplesGiven = samplesGiven
    self.samplesFiltered = samplesFiltered
    self.tokens = tokens
  }
}

/// What a job's cost is computed from, beside a price.
public struct CostFacts: Hashable, Sendable {
  public var state: JobState
  public var dialect: String
  public var quantities: Quantities
  /// What the provider states, and in which currency where it says so.
  public var stated: Amount?
  public var statedCurrency: Currency?
  /// Whether somebody says that it is charged for, and who.
  public var isCharged: Bool?
  public var chargedBy: ChargeSource?

  public init(state: JobState, dialect: String, quantities: Quantities) {
    self.state = state
    self.dialect = dialect
    self.quantities = quantities
  }

  public init(_ job: Job) {
    self.init(
      state: job.state, dialect: job.dialect,
      quantities: Quantities(
        videoMilliseconds: job.videoMilliseconds, samplesAsked: job.samplesAsked,
        samplesGiven: job.samplesGiven, samplesFiltered: job.samplesFiltered))
    stated = job.statedCost.flatMap { Amount(rounding: $0.amount) }
    statedCurrency = job.statedCost?.currency.flatMap { Currency($0) }
    isCharged = job.isCharged
    chargedBy = job.chargedBy
  }

  /// The facts of a digest.
  ///
  /// With ``DigestFlags/costInRow`` some of them are not in it: take the job itself then.
  public init(_ digest: JobDigest, dialect: String, currency: Currency?) {
    self.init(
      state: digest.state, dialect: dialect,
      quantities: Quantities(
        videoMilliseconds: digest.videoMilliseconds,
        samplesAsked: digest.samplesAsked.map(Int.init),
        samplesGiven: digest.samplesGiven.map(Int.init),
        samplesFiltered: digest.samplesFiltered.map(Int.init)))
    stated = digest.statedCost.map { Amount(units: Int128($0)) }
    statedCurrency = currency
    let flags = digest.flags
    isCharged = flags.contains(.isCharged) ? true : flags.contains(.isNotCharged) ? false : nil
    chargedBy =
      isCharged == nil ? nil : flags.contains(.chargeByPerson) ? .person : .provider
  }

  /// The videos that the job made, or asks for while it is open and where it made none.
  ///
  /// An unknown number asked counts as one only in the wire shape `openai-videos`, whose create
  /// call has no field for a number: it makes exactly one video. Google's `sampleCount` goes to 4.
  public var videos: Int? {
    let asked = quantities.samplesAsked ?? (dialect == "openai-videos" ? 1 : nil)
    switch state {
    case .succeeded, .expired: return quantities.samplesGiven ?? asked
    case .partial: return quantities.samplesGiven
    case .filtered: return asked ?? quantities.samplesFiltered.flatMap { $0 > 0 ? $0 : nil }
    case .queued, .running, .unknown, .failed, .canceled, .lost, .gone: return asked
    }
  }
}

extension Price {
  /// What the price asks for so many videos of those quantities.
  ///
  /// - Returns: nil where a quantity is unknown or negative, or the product is out of range.
  public func amount(for quantities: Quantities, videos: Int?) -> Amount? {
    let length = quantities.videoMilliseconds.flatMap { $0 >= 0 ? $0 : nil }
    let count = videos.flatMap { $0 >= 0 ? Int64($0) : nil }
    let tokens = quantities.tokens.flatMap { $0 >= 0 ? $0 : nil }
    switch terms.unit {
    case .second:
      guard let length, let count else { return nil }
      let (product, overflow) = length.multipliedReportingOverflow(by: count)
      return overflow ? nil : terms.amount.multiplied(by: product, dividedBy: 1000)
    case .video: return count.flatMap { terms.amount.multiplied(by: $0) }
    case .token: return tokens.flatMap { terms.amount.multiplied(by: $0) }
    case .millionTokens:
      return tokens.flatMap { terms.amount.multiplied(by: $0, dividedBy: 1_000_000) }
    }
  }
}

/// Where an amount comes from.
public enum CostBasis: String, CaseIterable, Sendable {
  /// Quantities times a price of the book.
  case estimated
  /// The provider's own word.
  case reported
  /// An invoice.
  case invoiced
}

/// Whether a job is charged for.
public enum Charge: String, CaseIterable, Sendable {
  case yes
  case no
  case unknown
}

/// What a job costs, as far as anybody knows; unknown is never 0.
public struct JobCost: Hashable, Sendable {
  /// What is owed; zero where it is known not to be charged, nil where it is unknown.
  public let amount: Amount?
  /// nil where nothing tells it, which a stated cost does not always.
  public let currency: Currency?
  /// nil where the amount is unknown.
  public let basis: CostBasis?
  /// What the videos cost by the book, charged or not.
  public let listPrice: Amount?
  public let listCurrency: Currency?
  /// The row of the book that ``listPrice`` and estimates come from.
  public let priceID: PriceID?
  public let charge: Charge
  public let chargedBy: ChargeSource?
  /// The job is open: the amount is what it will cost if it succeeds.
  public let isForecast: Bool

  /// The cost of a job.
  ///
  /// What the provider or a person says comes first, then these rules: a job with videos is charged
  /// for the videos given; videos that expired were made. Filtered on the Gemini API is not charged
  /// (ai.google.dev/gemini-api/docs/video: no charge when a video is blocked for audio or safety
  /// reasons). Nobody says so of failed and filtered jobs at OpenAI and on Vertex AI, nor of what
  /// was canceled, lost or is gone: there the charge is unknown, and so is the amount.
  ///
  /// `price`: the row of the book that holds for the job, if any.
  public init(_ facts: CostFacts, price: Price?) {
    self.init(
      facts, list: price?.amount(for: facts.quantities, videos: facts.videos),
      in: price?.terms.currency, of: price?.id)
  }

  /// The cost of a job by the first of these rows that holds at that moment.
  init(_ facts: CostFacts, _ prices: [Price], at moment: Moment) {
    // Rows are large: what is needed of one is read at its place.
    guard let place = prices.firstIndex(where: { $0.terms.isValid(at: moment) }) else {
      self.init(facts, list: nil, in: nil, of: nil)
      return
    }
    self.init(
      facts, list: prices[place].amount(for: facts.quantities, videos: facts.videos),
      in: prices[place].terms.currency, of: prices[place].id)
  }

  private init(_ facts: CostFacts, list: Amount?, in priceCurrency: Currency?, of id: PriceID?) {
    let stated = facts.stated
    let (charge, by) = Self.charge(facts)
    listPrice = list
    listCurrency = list == nil ? nil : priceCurrency
    priceID = id
    self.charge = charge
    chargedBy = by
    isForecast = !facts.state.isVerdict
    let amount: Amount?
    if charge == .no {
      amount = .zero
      basis = by == .provider ? .reported : .estimated
    } else if let stated {
      amount = stated
      basis = .reported
    } else {
      amount = charge == .yes || !facts.state.isVerdict ? list : nil
      basis = amount == nil ? nil : .estimated
    }
    self.amount = amount
    let isReported = stated != nil && charge != .no
    currency = isReported ? facts.statedCurrency : amount == nil ? nil : priceCurrency
  }

  private static func charge(_ facts: CostFacts) -> (Charge, ChargeSource?) {
    if let isCharged = facts.isCharged { return (isCharged ? .yes : .no, facts.chargedBy) }
    if let stated = facts.stated, facts.state.isVerdict {
      return (stated == .zero ? .no : .yes, .provider)
    }
    switch facts.state {
    case .succeeded, .partial, .expired: return (.yes, .rule)
    case .filtered where facts.dialect == "gemini-operations": return (.no, .rule)
    case .queued, .running, .unknown, .filtered, .failed, .canceled, .lost, .gone:
      return (.unknown, nil)
    }
  }
}
