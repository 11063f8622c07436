import Testing

@testable import Ledger

@Suite("Price rows")
struct PriceRowTextTests {
  private static let times = TimeContext(now: Moment(rawValue: 1_790_000_000_000), zone: .utc)

  private func read(_ texts: [String: String]) throws(PriceRowError) -> PriceTerms {
    try PriceRowText { texts[$0] }.terms(Self.times, source: "elsewhere")
  }

  @Test("A row with everything is read as it stands")
  func everything() throws {
    let terms = try read([
      "model": " veo-3.2 ", "amount": "0.40", "currency": "usd", "unit": "second",
      "account": "farm", "resolution": "1280x720", "audio": "on", "batch": "yes",
      "from": "2026-11-01", "until": "2026-11-30", "source": "https://farm.example/prices",
    ])
    var expected = PriceTerms(
      model: "veo-3.2", scope: .account("farm"), unit: .second, amount: Amount(units: 400_000_000),
      currency: .usd, source: "https://farm.example/prices")
    expected.resolution = ResolutionClass("720p")
    expected.audio = true
    expected.isBatch = true
    expected.from = Moment(rfc3339: "2026-11-01T00:00:00Z")
    expected.until = Moment(rfc3339: "2026-12-01T00:00:00Z")
    #expect(terms == expected)
  }

  @Test("What a row leaves out is any, always, and from the source of the file")
  func little() throws {
    let terms = try read(["model": "m", "price": "12credits/video", "audio": "", "until": " "])
    #expect(
      terms
        == PriceTerms(
          model: "m", unit: .video, amount: Amount(units: 12_000_000_000),
          currency: try #require(Currency("credits")), source: "elsewhere"))
  }

  @Test("A moment as its end is outside, a calendar unit is inside")
  func ends() throws {
    let base = ["model": "m", "price": "1 USD/s"]
    let ends = try ["2026-11", "2026-11-30", "2026-12-01T00:00:00Z"].map { text in
      try read(base.merging(["until": text]) { $1 }).until?.rfc3339
    }
    #expect(Set(ends) == ["2026-12-01T00:00:00.000Z"])
  }

  @Test(
    "Providers by their words and by the accounts that are their own",
    arguments: [
      ("openai", PriceProvider.openAI), ("sora", .openAI), ("Gemini", .geminiAPI),
      ("veo", .geminiAPI), ("vertex", .vertexAI),
    ])
  func provider(word: String, expected: PriceProvider) throws {
    let terms = try read(["model": "m", "price": "1 USD/s", "provider": word])
    #expect(terms.scope == .provider(expected))
  }

  @Test(
    "What is wrong is said, with what to write",
    arguments: [
      ([:], "a price needs its model"),
      (["model": "m"], "a price needs its amount"),
      (
        ["model": "m", "amount": "0.4", "unit": "s"],
        "a price needs its currency; write '0.4 USD/s', or add --currency USD"
      ),
      (
        ["model": "m", "price": "1 USD/s", "resolution": "big"],
        "'big' is no resolution; write one such as 720p, 1080p, 4k or 1280x720"
      ),
      (
        ["model": "m", "price": "1 USD/s", "provider": "acme"],
        "there is no provider 'acme'; known are openai, gemini, vertex; another place is an account"
      ),
      (
        ["model": "m", "price": "1 USD/s", "provider": "vertex", "account": "a"],
        "a price holds at an account or at a provider; give one of them"
      ),
      (["model": "m", "price": "1 USD/s", "audio": "loud"], "audio 'loud' is neither yes nor no"),
      (["model": "m", "price": "1 USD/s", "batch": "2"], "batch '2' is neither yes nor no"),
      (
        ["model": "m", "price": "1 USD/s", "from": "soon"],
        "from: 'soon' is no time; write 7d, yesterday, 2026-11, 2026-11-20T14:03, @1763900000 or "
          + "seq:48302"
      ),
      (
        ["model": "m", "price": "1 USD/s", "from": "2026-11", "until": "2026-10"],
        "the price would end before it begins; swap or change from and until"
      ),
    ] as [([String: String], String)])
  func wrong(texts: [String: String], expected: String) throws {
    let error = #expect(throws: PriceRowError.self) { try read(texts) }
    #expect(error?.description == expected)
  }
}
