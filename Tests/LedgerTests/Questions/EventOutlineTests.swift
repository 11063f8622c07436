import Testing

@testable import Ledger

struct EventOutlineTests {
  private static func outlines(
    _ ledger: Ledger, _ places: ClosedRange<UInt64>, newestFirst: Bool = false, most: Int = .max
  ) throws -> [EventOutline] {
    var found: [EventOutline] = []
    let range = LogSequence(rawValue: places.lowerBound)...LogSequence(rawValue: places.upperBound)
    try ledger.snapshot().forEachOutline(in: range, newestFirst: newestFirst) { outline in
      found.append(outline)
      return found.count < most
    }
    return found
  }

  /// A ledger of 301 events, of which the first is about itself.
  private static func ledger() async throws -> TemporaryLedger {
    let temporary = try await TemporaryLedger()
    _ = try await temporary.ledger.append((0..<300).map { .tracked(Declaration("sora", "\($0)")) })
    return temporary
  }

  @Test("Every event of a range comes once, in either direction, as it is outlined alone")
  func ranges() async throws {
    let temporary = try await Self.ledger()
    let snapshot = try temporary.ledger.snapshot()
    let all = try (1...301).map { number in
      try #require(try snapshot.outline(at: LogSequence(rawValue: number)))
    }
    #expect(all.map(\.job?.rawValue) == [nil] + (2...301).map(UInt64?.some))
    for range: ClosedRange<UInt64> in [1...301, 1...(.max), 2...2, 77...230, 301...400] {
      let expected = all.filter { range.contains($0.sequence.rawValue) }
      #expect(try Self.outlines(temporary.ledger, range) == expected)
      let back = try Self.outlines(temporary.ledger, range, newestFirst: true)
      #expect(back == expected.reversed())
    }
    #expect(try Self.outlines(temporary.ledger, 302...400).isEmpty)
    for most in [1, 2, 63, 64, 65, 300] {
      #expect(try Self.outlines(temporary.ledger, 1...301, most: most) == Array(all.prefix(most)))
    }
  }

  @Test("A damaged beginning is told when its turn comes, after all before it")
  func damage() async throws {
    let temporary = try await Self.ledger()
    let sequence = LogSequence(rawValue: 100)
    try temporary.ledger.rewrite(sequence) { $0 = Array($0.prefix(47)) }
    #expect(try Self.outlines(temporary.ledger, 1...301, most: 99).count == 99)
    var seen: [LogSequence] = []
    #expect(throws: LedgerError.damagedRecord(sequence)) {
      let all = LogSequence(rawValue: 1)...LogSequence(rawValue: .max)
      try temporary.ledger.snapshot().forEachOutline(in: all) { outline in
        seen.append(outline.sequence)
        return true
      }
    }
    #expect(seen.last?.rawValue == 99)
  }
}
