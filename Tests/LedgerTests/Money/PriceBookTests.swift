import Testing

@testable import Ledger

@Suite("Price book")
struct PriceBookTests {
  private func day(_ text: String) throws -> Moment {
    try #require(Moment(rfc3339: text + "T12:00:00Z"))
  }

  private func price(
    _ account: String, _ model: String, _ resolution: String? = nil, audio: Bool? = nil,
    on text: String, in book: PriceBook = .builtIn
  ) throws -> String? {
    let kind = PricedKind(
      account: account, model: model, size: nil, resolution: resolution, audio: audio)
    return book.prices(for: kind).valid(at: try day(text))?.terms.text
  }

  @Test(
    "List prices hold in their time, and in the gaps between there is none",
    arguments: [
      ("sora", "sora-2", "1280x720", nil, "2026-01-01", "0.10 USD/s"),
      ("sora", "sora-2-2025-12-08", "1280x720", nil, "2026-01-01", "0.10 USD/s"),
      ("sora", "sora-2-pro", "1280x720", nil, "2026-01-01", "0.30 USD/s"),
      ("sora", "sora-2-pro", "1024x1792", nil, "2026-01-01", "0.50 USD/s"),
      ("sora", "sora-2-pro", "1080p", nil, "2026-05-01", "0.70 USD/s"),
      ("sora", "sora-2-pro", "1080p", nil, "2026-01-01", nil),
      ("sora", "sora-2-pro", nil, nil, "2026-01-01", nil),
      ("sora", "sora-2", "720p", nil, "2025-10-05", nil),
      ("sora", "sora-2", "720p", nil, "2026-09-24", "0.10 USD/s"),
      ("sora", "sora-2", "720p", nil, "2026-09-25", nil),
      ("sora", "veo-3.1-generate-001", "720p", nil, "2026-05-01", nil),
      ("veo", "veo-3.1-fast-generate-preview", nil, nil, "2025-12-01", "0.15 USD/s"),
      ("veo", "veo-3.1-fast-generate-preview", "720p", nil, "2026-02-01", "0.15 USD/s"),
      ("veo", "veo-3.1-fast-generate-preview", "4k", nil, "2026-02-01", "0.35 USD/s"),
      ("veo", "veo-3.1-fast-generate-preview", "720p", nil, "2026-04-06", "0.15 USD/s"),
      ("veo", "veo-3.1-fast-generate-preview", "720p", nil, "2026-04-07", nil),
      ("veo", "veo-3.1-fast-generate-preview", "720p", nil, "2026-04-08", "0.10 USD/s"),
      ("veo", "veo-3.1-fast-generate-preview", "1080p", nil, "2026-04-08", "0.12 USD/s"),
      ("veo", "veo-3.1-fast-generate-preview", nil, nil, "2026-04-08", nil),
      ("veo", "veo-3.0-generate-preview", nil, nil, "2025-08-01", "0.75 USD/s"),
      ("veo", "veo-3.0-generate-001", nil, nil, "2025-10-01", "0.40 USD/s"),
      ("veo", "gemini-omni-1.1-flash", nil, nil, "2026-11-01", "17.50 USD/Mtoken"),
      ("vertex", "veo-3.1-generate-001", "720p", true, "2026-05-01", "0.40 USD/s"),
      ("vertex", "veo-3.1-generate-001", "720p", false, "2026-05-01", "0.20 USD/s"),
      ("vertex", "veo-3.1-generate-001", "720p", nil, "2026-05-01", nil),
      ("vertex", "veo-3.1-generate-001", "4k", true, "2026-05-01", nil),
      ("gateway", "sora-2", "720p", nil, "2026-01-01", nil),
    ] as [(String, String, String?, Bool?, String, String?)])
  func builtIn(
    account: String, model: String, resolution: String?, audio: Bool?, on day: String,
    expected: String?
  ) throws {
    #expect(try price(account, model, resolution, audio: audio, on: day) == expected)
  }

  @Test("Every built-in row has dates that can be read, a source, and an amount")
  func rows() throws {
    #expect(BuiltInPrices.checked.rfc3339 == "2026-11-24T00:00:00.000Z")
    for price in PriceBook.builtIn.all {
      let terms = price.terms
      let from = try #require(terms.from, "\(terms)")
      #expect(from.rawValue > 1_700_000_000_000)
      if let until = terms.until { #expect(from < until, "\(terms)") }
      #expect(terms.source.hasPrefix("https://"))
      #expect(terms.amount > .zero)
    }
    #expect(Set(PriceBook.builtIn.all.map(\.id)).count == PriceBook.builtIn.all.count)
  }

  @Test("No two built-in rows hold for the same thing at once")
  func overlaps() {
    for left in PriceBook.builtIn.all {
      for right in PriceBook.builtIn.all where left.id < right.id {
        let (a, b) = (left.terms, right.terms)
        guard a.model == b.model, a.scope == b.scope, a.resolution == b.resolution,
          a.audio == b.audio, a.isBatch == b.isBatch
        else { continue }
        let isApart =
          (a.until.map { end in b.from.map { end <= $0 } ?? false } ?? false)
          || (b.until.map { end in a.from.map { end <= $0 } ?? false } ?? false)
        #expect(isApart, "\(a) \(b)")
      }
    }
  }

  @Test(
    "An account is the provider's own by its place, and by its name only on this machine",
    arguments: [
      ("sora", nil, .openAI), ("veo", nil, .geminiAPI), ("vertex", nil, .vertexAI),
      ("gateway", nil, nil), ("mine", "https://api.openai.com/v1", .openAI),
      ("mine", "https://generativelanguage.googleapis.com/v1beta", .geminiAPI),
      ("mine", "https://us-central1-aiplatform.googleapis.com/v1", .vertexAI),
      ("sora", "http://127.0.0.1:8080/v1", .openAI), ("veo", "http://[::1]:9/v1", .geminiAPI),
      ("sora", "https://gateway.example/v1", nil), ("mine", "http://localhost:1", nil),
      ("sora", "https://api.openai.com.evil.example/v1", nil),
      ("mine", "https://user@api.openai.com:443/v1", .openAI),
    ] as [(String, String?, PriceProvider?)])
  func providers(account: String, origin: String?, expected: PriceProvider?) {
    #expect(PriceProvider(account: account, origin: origin) == expected)
  }

  private func declared(
    _ terms: PriceTerms, at sequence: UInt64, recorded: Int64 = 1_800_000_000_000
  ) -> Price {
    Price(
      terms,
      origin: .declared(
        sequence: LogSequence(rawValue: sequence), recorded: Moment(rawValue: recorded), by: "ada"))
  }

  private func terms(
    _ cents: Int128, model: String = "sora-2", scope: PriceScope = .anywhere,
    resolution: String? = nil
  ) -> PriceTerms {
    var terms = PriceTerms(
      model: model, scope: scope, unit: .second, amount: Amount(units: cents * 10_000_000),
      currency: .usd, source: "contract")
    terms.resolution = resolution.flatMap { ResolutionClass($0) }
    return terms
  }

  @Test("A declared row wins over a built-in one for its period, and the built-in one elsewhere")
  func declaredWins() throws {
    var contract = terms(8)
    contract.from = try day("2026-02-01")
    contract.until = try day("2026-03-01")
    let book = PriceBook(declared: [declared(contract, at: 5)], accounts: [])
    #expect(try price("sora", "sora-2", "720p", on: "2026-01-31", in: book) == "0.10 USD/s")
    #expect(try price("sora", "sora-2", "720p", on: "2026-02-01", in: book) == "0.08 USD/s")
    #expect(try price("sora", "sora-2", "720p", on: "2026-02-28", in: book) == "0.08 USD/s")
    #expect(try price("sora", "sora-2", "720p", on: "2026-03-01", in: book) == "0.10 USD/s")
  }

  @Test("The later declaration wins over the earlier, the closer fit over the wider")
  func order() throws {
    let book = PriceBook(
      declared: [
        declared(terms(1, resolution: "720p"), at: 7), declared(terms(2), at: 5),
        declared(terms(3), at: 6), declared(terms(4, scope: .account("gateway")), at: 4),
      ], accounts: [])
    #expect(try price("sora", "sora-2", "720p", on: "2026-02-01", in: book) == "0.01 USD/s")
    #expect(try price("sora", "sora-2", "1080p", on: "2026-02-01", in: book) == "0.03 USD/s")
    #expect(try price("gateway", "sora-2", "1080p", on: "2026-02-01", in: book) == "0.04 USD/s")
    #expect(try price("other", "sora-2", nil, on: "2026-02-01", in: book) == "0.03 USD/s")
  }

  @Test("A book's identity changes with its rows, and its date with declarations")
  func identity() {
    let declaredBook = PriceBook(declared: [declared(terms(1), at: 5)], accounts: [])
    #expect(PriceBook.builtIn.id == PriceBook(declared: [], accounts: []).id)
    #expect(PriceBook.builtIn.id != declaredBook.id)
    #expect(PriceBook.builtIn.id.count == 8)
    #expect(PriceBook.builtIn.changed == BuiltInPrices.checked)
    #expect(declaredBook.changed == Moment(rawValue: 1_800_000_000_000))
  }

  @Test("What the newest declaration says already is not new; what was overridden since is")
  func isNew() {
    let one = declared(terms(1), at: 5)
    let book = PriceBook(declared: [one], accounts: [])
    #expect(!book.isNew(terms(1)))
    #expect(book.isNew(terms(2)))
    #expect(book.isNew(terms(1, resolution: "720p")))
    let changed = PriceBook(declared: [one, declared(terms(2), at: 6)], accounts: [])
    #expect(changed.isNew(terms(1)))
    #expect(!changed.isNew(terms(2)))
  }

  @Test("A price's name is of its terms, not of who declared it")
  func names() {
    #expect(declared(terms(1), at: 5).id == declared(terms(1), at: 6).id)
    #expect(Price(terms(1), origin: .builtIn).id == declared(terms(1), at: 6).id)
    #expect(declared(terms(1), at: 5).id != declared(terms(2), at: 5).id)
    #expect(PriceID(terms(1)).text == "p" + PriceID(terms(1)).text.dropFirst())
    #expect(PriceID(terms(1)).text.utf8.count == 11)
  }
}
