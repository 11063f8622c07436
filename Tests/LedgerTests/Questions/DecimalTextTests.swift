import Testing

@testable import Ledger

struct DecimalTextTests {
  @Test(
    "Decimals are read exactly and written shortest",
    arguments: [
      ("2.50", 2_500_000_000, "2.5"), ("0", 0, "0"), ("-3", -3_000_000_000, "-3"),
      (".5", 500_000_000, "0.5"), ("0.000000001", 1, "0.000000001"),
      ("1.0000000010", 1_000_000_001, "1.000000001"), ("-0.5", -500_000_000, "-0.5"),
      ("999999999999999999", 999_999_999_999_999_999_000_000_000, "999999999999999999"),
    ] as [(String, Int128, String)])
  func reads(text: String, value: Int128, canonical: String) {
    #expect(DecimalText.scaled(text, digits: 9) == value)
    #expect(DecimalText.text(value, digits: 9) == canonical)
  }

  @Test(
    "Anything else is refused",
    arguments: [
      "", ".", "1.", "-", "-.", "1e5", "1,5", "+1", "1.0000000001", "1000000000000000000", "1.2.3",
      " 1", "٣",
    ])
  func refuses(text: String) { #expect(DecimalText.scaled(text, digits: 9) == nil) }
}
