import Testing

@testable import Ledger

@Suite("Price standings")
struct PriceStandingTests {
  private func standings(_ book: PriceBook, on text: String = "2026-06-01") throws -> [String] {
    book.standings(of: "m-001", at: try TestPrices.day(text)).map { row in
      let cents = row.price.terms.amount.units / 10_000_000
      if case .overridden(let id) = row.standing {
        let other = book.all.first { $0.id == id }?.terms.amount.units ?? 0
        return "\(cents) by \(other / 10_000_000)"
      }
      return "\(cents) \(row.standing.word)"
    }
  }

  @Test("The newest declaration overrides older and built-in ones where it holds")
  func newest() throws {
    let book = try TestPrices.book(
      [TestPrices.terms("m", 20), TestPrices.terms("m", 30, from: "2026-05-01")],
      builtIn: [TestPrices.terms("m", 10), TestPrices.terms("m", 11, .provider(.openAI), "720p")])
    #expect(try standings(book) == ["30 wins", "20 by 30", "11 by 30", "10 by 30"])
    #expect(
      try standings(book, on: "2026-04-30") == ["30 coming", "20 wins", "11 by 20", "10 by 20"])
  }

  @Test("A row for one place, size or sound leaves the others to those below")
  func narrow() throws {
    let book = try TestPrices.book(
      [
        TestPrices.terms("m", 20, .account("a")), TestPrices.terms("m", 21, .anywhere, "720p"),
        TestPrices.terms("m", 22, audio: true),
      ], builtIn: [TestPrices.terms("m", 10), TestPrices.terms("m", 9, .account("a"), "720p")])
    #expect(
      try standings(book) == ["20 wins", "21 wins", "22 wins", "9 by 20", "10 wins"])
  }

  @Test("What is over is told, and other models are not")
  func over() throws {
    let book = try TestPrices.book([
      TestPrices.terms("m", 1, until: "2026-06-01"), TestPrices.terms("m-fast", 2),
    ])
    #expect(try standings(book) == ["1 over"])
    #expect(try standings(book, on: "2026-05-31") == ["1 wins"])
  }

  @Test(
    "An import adds what the ledger lacks, so that it declares all rows in their order",
    arguments: [
      ([], [1, 2, 1], [true, true, true]), ([1, 2, 1], [1, 2, 1], [false, false, false]),
      ([1], [1, 2, 1], [false, true, true]), ([2, 1], [1, 2], [false, true]),
      ([2, 1, 2], [1, 2], [false, false]), ([5, 1, 6, 2], [1, 2], [false, false]),
    ] as [([Int128], [Int128], [Bool])])
  func imports(known: [Int128], file: [Int128], expected: [Bool]) throws {
    let book = try TestPrices.book(known.map { try TestPrices.terms("m", $0) })
    var prices = PriceImport(book)
    let new = try file.map { prices.isNew(try TestPrices.terms("m", $0), isBuiltIn: false) }
    #expect(new == expected)
  }

  @Test("A built-in row of the other ledger is had where it is built in here too")
  func builtIn() throws {
    var prices = PriceImport(.builtIn)
    for price in PriceBook.builtIn.all {
      let isNew = prices.isNew(price.terms, isBuiltIn: true)
      #expect(!isNew)
    }
    let unknown = prices.isNew(try TestPrices.terms("m", 1), isBuiltIn: true)
    #expect(unknown)
    // Declared over there, it wins over there: it must do so here.
    let declared = prices.isNew(try #require(PriceBook.builtIn.all.first).terms, isBuiltIn: false)
    #expect(declared)
  }
}
