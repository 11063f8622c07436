import Testing

@testable import Ledger

@Suite("Sums by currency")
struct CurrencySumsTests {
  private let cent = Amount(units: 10_000_000)

  @Test("Each currency has a sum of its own, in the order of the names, whatever came first")
  func sums() throws {
    let credits = try #require(Currency("credits"))
    let euro = try #require(Currency("EUR"))
    let adds = [(cent, credits), (cent, .usd), (cent, euro), (cent, .usd)]
    for order in [adds, adds.reversed()] {
      var sums = CurrencySums()
      for (amount, currency) in order { sums.add(amount, currency) }
      #expect(sums.currencies == [euro, .usd, credits])
      #expect(sums[.usd]?.amount == Amount(units: 20_000_000))
      #expect(sums[.usd]?.jobs == 2)
      #expect(sums[euro]?.jobs == 1)
    }
  }

  @Test("The sums of parts are the sums of all")
  func parts() {
    var whole = CurrencySums()
    var left = CurrencySums()
    var right = CurrencySums()
    for count in 1...9 {
      let amount = Amount(units: Int128(count))
      whole.add(amount, .usd)
      if count % 2 == 0 { left.add(amount, .usd) } else { right.add(amount, .usd) }
    }
    left.add(right)
    #expect(left == whole)
  }

  @Test(
    "An average is half to even at a billionth",
    arguments: [([1, 2], 2), ([1, 0], 0), ([3, 0], 2), ([10], 10), ([1, 1, 2], 1)])
  func average(units: [Int], expected: Int) {
    var sums = CurrencySums()
    for unit in units { sums.add(Amount(units: Int128(unit)), .usd) }
    #expect(sums[.usd]?.average == Amount(units: Int128(expected)))
  }
}
