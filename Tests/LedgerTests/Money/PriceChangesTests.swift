import Testing

@testable import Ledger

/// Rows of a book made for a test.
enum TestPrices {
  static func day(_ text: String) throws -> Moment {
    try #require(Moment(rfc3339: text + "T00:00:00Z"))
  }

  static func terms(
    _ model: String, _ cents: Int128, _ scope: PriceScope = .anywhere, _ resolution: String? = nil,
    audio: Bool? = nil, from: String? = nil, until: String? = nil, unit: PriceUnit = .second
  ) throws -> PriceTerms {
    var terms = PriceTerms(
      model: model, scope: scope, unit: unit, amount: Amount(units: cents * 10_000_000),
      currency: .usd, source: "test")
    terms.resolution = resolution.flatMap { ResolutionClass($0) }
    terms.audio = audio
    terms.from = try from.map(day)
    terms.until = try until.map(day)
    return terms
  }

  /// A book of declared rows, in the order of their events, over the built-in ones.
  static func book(_ declared: [PriceTerms], builtIn: [PriceTerms] = []) -> PriceBook {
    PriceBook(
      declared: zip(declared, 2...).map { terms, sequence in
        Price(
          terms,
          origin: .declared(
            sequence: LogSequence(rawValue: sequence), recorded: Moment(rawValue: 0), by: nil))
      }, accounts: [], builtIn: builtIn)
  }
}

@Suite("Price changes")
struct PriceChangesTests {
  @Test("New, changed and ended prices are told; what stays is not")
  func kinds() throws {
    let book = try TestPrices.book(
      [
        TestPrices.terms("changes", 40, from: "2026-02-01"),
        TestPrices.terms("stays", 10, from: "2026-02-01"),
      ],
      builtIn: [
        TestPrices.terms("changes", 50), TestPrices.terms("stays", 10),
        TestPrices.terms("ends", 10, until: "2026-02-10"),
        TestPrices.terms("comes", 10, .account("a"), "720p", from: "2026-02-10"),
        TestPrices.terms("unit", 10, until: "2026-02-10"),
        TestPrices.terms("unit", 90, from: "2026-02-10", unit: .video),
        TestPrices.terms("free", 0, until: "2026-02-10"),
        TestPrices.terms("free", 1, from: "2026-02-10"),
      ])
    let changes = try book.changes(
      from: TestPrices.day("2026-01-01"), to: TestPrices.day("2026-03-01"))
    let told = changes.map { change in
      let model = change.after?.terms.model ?? change.before?.terms.model ?? ""
      return "\(model) \(change.kind.rawValue) \(change.tenthsOfPercent.map { "\($0)" } ?? "-")"
    }
    #expect(
      told == [
        "changes changed -200", "comes new -", "ends ended -", "free changed -", "unit changed -",
      ])
  }

  @Test("Between a moment and itself nothing changes, and backwards new is ended")
  func directions() throws {
    let (one, two) = (try TestPrices.day("2026-04-01"), try TestPrices.day("2026-05-01"))
    #expect(PriceBook.builtIn.changes(from: one, to: one) == [])
    let forth = PriceBook.builtIn.changes(from: one, to: two)
    let back = PriceBook.builtIn.changes(from: two, to: one)
    #expect(!forth.isEmpty)
    #expect(forth.map(\.before) == back.map(\.after))
    #expect(forth.map(\.after) == back.map(\.before))
  }

  @Test("Lists are read by model, place, size and time, and every row has its place in the order")
  func reading() throws {
    let book = try TestPrices.book([
      TestPrices.terms("b", 1), TestPrices.terms("a", 1, .anywhere, "4k"),
      TestPrices.terms("a", 1, .anywhere, "1080p"), TestPrices.terms("a", 1, .anywhere, "720p"),
      TestPrices.terms("a", 2, from: "2026-02-01"), TestPrices.terms("a", 1),
    ])
    let rows = book.sortedForReading
    #expect(
      rows.map { "\($0.price.terms.model) \($0.price.terms.resolution?.word ?? "any")" } == [
        "a any", "a any", "a 720p", "a 1080p", "a 4k", "b any",
      ])
    #expect(rows.prefix(2).map(\.price.terms.from) == [nil, try TestPrices.day("2026-02-01")])
    #expect(rows.map(\.order).sorted() == Array(1...6))
    #expect(rows.allSatisfy { book.all[$0.order - 1] == $0.price })
  }
}
