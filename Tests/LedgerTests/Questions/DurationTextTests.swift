import Testing

@testable import Ledger

struct DurationTextTests {
  @Test(
    "Lengths of time are exact",
    arguments: [
      ("500ms", 500, 0), ("90s", 90_000, 0), ("0.4s", 400, 0), ("31.2s", 31_200, 0),
      ("15m", 900_000, 0), ("1h30m", 5_400_000, 0), ("36h", 129_600_000, 0),
      ("7d", 604_800_000, 0), ("2w", 1_209_600_000, 0), ("3mo", 0, 3), ("1y6mo2d", 172_800_000, 18),
      ("0s", 0, 0), ("2m36s", 156_000, 0), ("0.5y", 0, 6),
    ] as [(String, Int64, Int64)])
  func reads(text: String, milliseconds: Int64, months: Int64) throws {
    let length = try #require(DurationText(text))
    #expect(length.milliseconds == milliseconds)
    #expect(length.months == months)
  }

  @Test(
    "Anything else is no length of time",
    arguments: [
      "", "5", "m", "5x", "-5m", "5m1h", "5m5m", "1.5mo", "0.0001s", "0.5ms", "5 m", "５m", "1..5s",
      "99999999999999999999s", "9999999999999y", "s5",
    ])
  func refuses(text: String) { #expect(DurationText(text) == nil) }

  @Test("Every length is read back from its text", arguments: [83])
  func roundTrip(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for power in 0..<50 {
      let length = Int64.random(in: 0...(1 << power), using: &generator)
      #expect(
        DurationText(DurationText.text(milliseconds: length))?.milliseconds == length,
        "seed \(seed)")
    }
  }
}
