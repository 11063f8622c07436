import Testing

@testable import Ledger

@Suite("Amounts")
struct AmountTests {
  @Test(
    "A decimal number is read without loss and written with two digits or more",
    arguments: [
      ("0", "0.00"), ("3.2", "3.20"), ("0.40", "0.40"), ("-0.125", "-0.125"), ("+7", "7.00"),
      (".5", "0.50"), ("5.", "5.00"), ("0.000000001", "0.000000001"),
      ("999999999999.999999999", "999999999999.999999999"), ("1e3", "1000.00"),
      ("8e-05", "0.00008"), ("1.5E-2", "0.015"), ("0.1000000000000", "0.10"),
      ("000000000000000001", "1.00"), ("0e400", "0.00"), ("-0", "0.00"), ("12e-10", nil),
      ("1e-9", "0.000000001"),
    ] as [(String, String?)])
  func reads(text: String, expected: String?) {
    #expect(Amount(text)?.text == expected)
  }

  @Test(
    "What is no number, too large or finer than a billionth is refused",
    arguments: [
      "", ".", "-", "abc", "1,5", "0x10", "1e", "1e999", "1_000", " 1", "1 ", "1e12", "NaN", "inf",
      "1000000000000", "0.0000000001", "1.0000000005", "--1", "1.2.3", "١",
    ])
  func refuses(text: String) {
    #expect(Amount(text) == nil)
  }

  @Test(
    "A number of floating point is rounded to a billionth, half to even",
    arguments: [
      ("0.30000000000000004", 300_000_000), ("0.0000000005", 0), ("0.0000000015", 2),
      ("0.0000000025", 2), ("0.00000000250001", 3), ("-0.0000000015", -2), ("1e-20", 0),
      ("9.5e-10", 1), ("0.00000000005", 0), ("0.0000000004999", 0), ("4e-10", 0), ("6e-10", 1),
    ] as [(String, Int128)])
  func rounds(text: String, units: Int128) {
    #expect(Amount(rounding: text)?.units == units)
  }

  @Test(
    "A screen rounds to hundredths, half to even, and never shows something as nothing",
    arguments: [
      ("0", "0.00"), ("3.2", "3.20"), ("0.005", "<0.01"), ("0.015", "0.02"), ("0.025", "0.02"),
      ("0.0251", "0.03"), ("-0.015", "-0.02"), ("0.000000001", "<0.01"), ("-0.001", "-<0.01"),
      ("1234567.895", "1234567.90"),
    ])
  func screen(text: String, expected: String) {
    #expect(Amount(text)?.screenText == expected)
  }

  @Test("Products are exact, or half to even; out of range is nil")
  func products() {
    let price = Amount(units: 400_000_000)
    #expect(price.multiplied(by: 8000, dividedBy: 1000) == Amount(units: 3_200_000_000))
    #expect(Amount(units: 1).multiplied(by: 1, dividedBy: 2) == .zero)
    #expect(Amount(units: 3).multiplied(by: 1, dividedBy: 2) == Amount(units: 2))
    #expect(Amount(units: -3).multiplied(by: 1, dividedBy: 2) == Amount(units: -2))
    #expect(Amount(units: .max).multiplied(by: 2) == nil)
    #expect(price.multiplied(by: 1, dividedBy: 0) == nil)
  }

  @Test("Sums saturate")
  func sums() {
    #expect(Amount(units: .max) + Amount(units: 1) == Amount(units: .max))
    #expect(Amount(units: .min) - Amount(units: 1) == Amount(units: .min))
    #expect(Amount(units: 5) - Amount(units: 7) == Amount(units: -2))
  }

  @Test("What is written is read again")
  func roundTrip() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let bound = Int128(999_999_999_999_999_999)
      let amount = Amount(units: Int128.random(in: -bound...bound, using: &random))
      #expect(Amount(amount.text) == amount)
    }
  }
}
