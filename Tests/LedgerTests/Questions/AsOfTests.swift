import Testing

@testable import Ledger

struct AsOfTests {
  private static let context = TimeContext(
    now: Moment(rawValue: 1_795_510_800_000), zone: SyntheticZone.berlin2026)

  @Test("A number alone is a place in the log, anything else a moment")
  func reads() throws {
    let place = AsOf.sequence(LogSequence(rawValue: 2026))
    for text in ["2026", "#2026", "seq:2026"] {
      #expect(try AsOf.parse(text, Self.context) == place)
    }
    #expect(
      try AsOf.parse("1h", Self.context) == .moment(Moment(rawValue: 1_795_507_200_000)))
    #expect(throws: TimeError.notATime("0", nearest: "0d")) { try AsOf.parse("0", Self.context) }
    #expect(throws: TimeError.self) { try AsOf.parse("yesterday", Self.context) }
  }
}
