import Testing

@testable import Ledger

@Suite("Declared prices in a ledger")
struct PriceRowsTests {
  private func terms(_ cents: Int128) -> PriceTerms {
    PriceTerms(
      model: "sora-2", unit: .second, amount: Amount(units: cents * 10_000_000), currency: .usd,
      source: "contract")
  }

  private func draft(_ terms: PriceTerms, by: String? = "ada") -> EventDraft {
    EventDraft(
      subject: .ledger, source: .person, observed: .at(0),
      fact: .ledgerPrice(PriceDeclaration(terms, by: by)))
  }

  @Test("A declared price is in the book of the next snapshot, and wins")
  func book() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    let before = try ledger.snapshot().priceBook()
    #expect(before.id == PriceBook.builtIn.id)
    let appended = try await ledger.append([draft(terms(8)), draft(terms(7), by: nil)])
    let book = try ledger.snapshot().priceBook()
    #expect(book.id != before.id)
    let kind = PricedKind(
      account: "gateway", model: "sora-2", size: nil, resolution: nil, audio: nil)
    let price = try #require(book.prices(for: kind).valid(at: .at(0)))
    #expect(price.terms == terms(7))
    let declared = try ledger.snapshot().declaredPrices()
    #expect(declared.map(\.terms) == [terms(8), terms(7)])
    guard case .declared(let sequence, _, let by) = declared[0].origin else {
      Issue.record("not declared")
      return
    }
    #expect(sequence == appended[0].sequence)
    #expect(by == "ada")
  }

  @Test("A scope, resolution or unit that this version cannot read makes no price")
  func unreadable() {
    for (tag, word) in [
      (FieldTag.priceProvider, "elsewhere"), (.resolution, "high"), (.priceUnit, "minute"),
      (.costAmount, "cheap"), (.costCurrency, "$"),
    ] {
      var fields = FieldWriter()
      fields.string(tag, word)  // the first field of a tag counts
      terms(1).write(to: &fields)
      #expect(FieldReader(fields.bytes).flatMap(PriceTerms.init) == nil, "\(tag)")
    }
  }

  @Test("Every built-in row survives its stored form")
  func roundTrip() {
    for price in PriceBook.builtIn.all {
      var fields = FieldWriter()
      price.terms.write(to: &fields)
      #expect(FieldReader(fields.bytes).flatMap(PriceTerms.init) == price.terms)
    }
  }
}
