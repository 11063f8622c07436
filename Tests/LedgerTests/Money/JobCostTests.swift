import Testing

@testable import Ledger

@Suite("What a job costs")
struct JobCostTests {
  struct Case: CustomTestStringConvertible {
    var state: JobState
    var dialect = "gemini-operations"
    var asked: Int?
    var given: Int?
    var filtered: Int?
    var stated: String?
    var statedCurrency: String?
    var isCharged: Bool?
    var by: ChargeSource?
    /// Amount, currency, basis, list price, charge, by.
    let expected: String

    var testDescription: String { "\(state.word) \(dialect) \(expected)" }
  }

  private static let price = Price(
    PriceTerms(
      model: "m", unit: .second, amount: Amount(units: 400_000_000), currency: .usd, source: "x"),
    origin: .builtIn)

  private func text(_ cost: JobCost) -> String {
    [
      cost.amount?.text ?? "?", cost.currency?.word ?? "?", cost.basis?.rawValue ?? "?",
      cost.listPrice?.text ?? "?", cost.charge.rawValue, cost.chargedBy?.word ?? "?",
    ].joined(separator: " ") + (cost.isForecast ? " forecast" : "")
  }

  private func facts(_ sample: Case, milliseconds: Int64? = 8000) -> CostFacts {
    var facts = CostFacts(
      state: sample.state, dialect: sample.dialect,
      quantities: Quantities(
        videoMilliseconds: milliseconds, samplesAsked: sample.asked, samplesGiven: sample.given,
        samplesFiltered: sample.filtered))
    facts.stated = sample.stated.flatMap { Amount(rounding: $0) }
    facts.statedCurrency = sample.statedCurrency.flatMap { Currency($0) }
    facts.isCharged = sample.isCharged
    facts.chargedBy = sample.by
    return facts
  }

  @Test(
    "The rules, one by one",
    arguments: [
      Case(state: .succeeded, given: 1, expected: "3.20 USD estimated 3.20 yes rule"),
      Case(state: .succeeded, asked: 2, expected: "6.40 USD estimated 6.40 yes rule"),
      Case(state: .succeeded, asked: 4, given: 3, expected: "9.60 USD estimated 9.60 yes rule"),
      Case(state: .succeeded, expected: "? ? ? ? yes rule"),
      Case(
        state: .succeeded, dialect: "openai-videos", expected: "3.20 USD estimated 3.20 yes rule"),
      Case(
        state: .partial, asked: 4, given: 1, filtered: 3,
        expected: "3.20 USD estimated 3.20 yes rule"),
      Case(state: .partial, asked: 4, expected: "? ? ? ? yes rule"),
      Case(state: .expired, given: 2, expected: "6.40 USD estimated 6.40 yes rule"),
      Case(
        state: .expired, dialect: "openai-videos", expected: "3.20 USD estimated 3.20 yes rule"),
      Case(
        state: .filtered, filtered: 1, expected: "0.00 USD estimated 3.20 no rule"),
      Case(state: .filtered, asked: 2, filtered: 1, expected: "0.00 USD estimated 6.40 no rule"),
      Case(
        state: .filtered, dialect: "vertex-operations", filtered: 1,
        expected: "? ? ? 3.20 unknown ?"),
      Case(state: .filtered, dialect: "openai-videos", expected: "? ? ? 3.20 unknown ?"),
      Case(state: .failed, asked: 1, expected: "? ? ? 3.20 unknown ?"),
      Case(state: .failed, dialect: "openai-videos", expected: "? ? ? 3.20 unknown ?"),
      Case(state: .canceled, asked: 1, expected: "? ? ? 3.20 unknown ?"),
      Case(state: .lost, asked: 1, expected: "? ? ? 3.20 unknown ?"),
      Case(state: .gone, asked: 1, expected: "? ? ? 3.20 unknown ?"),
      Case(
        state: .running, asked: 1, expected: "3.20 USD estimated 3.20 unknown ? forecast"),
      Case(state: .queued, expected: "? ? ? ? unknown ? forecast"),
      Case(
        state: .unknown, dialect: "openai-videos",
        expected: "3.20 USD estimated 3.20 unknown ? forecast"),
    ])
  func rules(sample: Case) {
    #expect(text(JobCost(facts(sample), price: Self.price)) == sample.expected)
  }

  @Test(
    "What the provider or a person says wins",
    arguments: [
      Case(
        state: .succeeded, given: 1, stated: "1.5", statedCurrency: "EUR",
        expected: "1.50 EUR reported 3.20 yes provider"),
      Case(
        state: .succeeded, given: 1, stated: "1.5", expected: "1.50 ? reported 3.20 yes provider"),
      Case(
        state: .failed, asked: 1, stated: "0", statedCurrency: "USD",
        expected: "0.00 USD reported 3.20 no provider"),
      Case(
        state: .failed, asked: 1, stated: "0.30000000000000004", statedCurrency: "USD",
        expected: "0.30 USD reported 3.20 yes provider"),
      Case(
        state: .running, asked: 1, stated: "2", statedCurrency: "credits",
        expected: "2.00 credits reported 3.20 unknown ? forecast"),
      Case(
        state: .failed, asked: 1, isCharged: true, by: .person,
        expected: "3.20 USD estimated 3.20 yes person"),
      Case(
        state: .failed, asked: 1, isCharged: false, by: .provider,
        expected: "0.00 USD reported 3.20 no provider"),
      Case(
        state: .succeeded, given: 1, stated: "1.5", statedCurrency: "EUR", isCharged: false,
        by: .person, expected: "0.00 USD estimated 3.20 no person"),
      Case(
        state: .filtered, filtered: 1, isCharged: true, by: .person,
        expected: "3.20 USD estimated 3.20 yes person"),
      Case(
        state: .succeeded, given: 1, stated: "cheap", statedCurrency: "USD",
        expected: "3.20 USD estimated 3.20 yes rule"),
    ])
  func statements(sample: Case) {
    #expect(text(JobCost(facts(sample), price: Self.price)) == sample.expected)
  }

  @Test("Unknown is never zero: without price or length there is no amount")
  func unknown() {
    let sample = Case(state: .succeeded, given: 1, expected: "")
    #expect(text(JobCost(facts(sample), price: nil)) == "? ? ? ? yes rule")
    let unpriced = JobCost(facts(sample, milliseconds: nil), price: Self.price)
    #expect(text(unpriced) == "? ? ? ? yes rule")
    let free = Case(state: .filtered, filtered: 1, expected: "")
    #expect(text(JobCost(facts(free), price: nil)) == "0.00 ? estimated ? no rule")
  }

  @Test(
    "Each unit counts what it is the price of",
    arguments: [
      (PriceUnit.second, "6.40"), (.video, "0.80"), (.token, "6000000.00"),
      (.millionTokens, "6.00"),
    ])
  func units(unit: PriceUnit, expected: String) {
    let price = Price(
      PriceTerms(
        model: "m", unit: unit, amount: Amount(units: 400_000_000), currency: .usd, source: "x"),
      origin: .builtIn)
    let quantities = Quantities(videoMilliseconds: 8000, tokens: 15_000_000)
    #expect(price.amount(for: quantities, videos: 2)?.text == expected)
    #expect(price.amount(for: Quantities(videoMilliseconds: nil), videos: nil) == nil)
  }

  @Test("Quantities from outside cannot overflow or turn negative")
  func extremes() {
    let huge = Quantities(videoMilliseconds: .max, tokens: .max)
    #expect(Self.price.amount(for: huge, videos: .max) == nil)
    #expect(Self.price.amount(for: Quantities(videoMilliseconds: -1), videos: 1) == nil)
    #expect(Self.price.amount(for: Quantities(videoMilliseconds: 1), videos: -1) == nil)
  }
}
