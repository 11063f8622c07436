@testable import Ledger

/// Jobs that cost something, told in a few words.
enum CostSamples {
  static let model = WordNumber(rawValue: 3)

  /// A digest of which only this is known.
  static func digest(
    _ number: UInt64, _ state: JobState = .succeeded, at submitted: Moment = .at(0),
    attempt: UInt64 = 0, expires: Moment? = nil, flags: DigestFlags = []
  ) -> JobDigest {
    var digest = JobDigest(
      number: JobNumber(rawValue: number), submitted: submitted, submittedFrom: .client,
      state: state, flags: flags, account: WordNumber(rawValue: 1),
      dialect: WordNumber(rawValue: 2),
      phaseFacts: PhaseFacts(
        state: state, start: submitted...submitted, marks: PhaseMarks(), verdictSource: nil,
        firstSaved: nil),
      lastSeen: submitted, attempt: attempt, lastSequence: LogSequence(rawValue: number))
    digest.model = model
    digest.expires = expires
    return digest
  }

  /// A job of one second at that many cents a second; `nil` where no price holds.
  static func cost(
    _ state: JobState = .succeeded, cents: Int128? = 10, _ currency: Currency = .usd,
    stated: Amount? = nil, charged: Bool? = nil, dialect: String = "openai-videos"
  ) -> JobCost {
    var facts = CostFacts(
      state: state, dialect: dialect, quantities: Quantities(videoMilliseconds: 1000))
    facts.stated = stated
    facts.statedCurrency = stated == nil ? nil : currency
    facts.isCharged = charged
    facts.chargedBy = charged == nil ? nil : .provider
    let price = cents.map {
      Price(
        PriceTerms(
          model: "m", unit: .second, amount: Amount(units: $0 * 10_000_000), currency: currency,
          source: "x"),
        origin: .builtIn)
    }
    return JobCost(facts, price: price)
  }
}
