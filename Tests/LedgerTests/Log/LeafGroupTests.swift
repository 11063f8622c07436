import Testing

@testable import Ledger

struct LeafGroupTests {
  @Test("Each leaf is the one that a single lookup gives, in whichever order they are asked for")
  func sameLeaves() async throws {
    var random = RandomLedger(seed: 21)
    let temporary = try await random.ledger(drafts: 150)
    let ledger = temporary.ledger
    let transaction = try ledger.environment.reader()
    let head = Int(try ledger.snapshot().head().rawValue)
    var leaves = LeafGroup(ledger.tables)
    for place in Array(0...head + 40) + Array((0...head).reversed()) + [1, 70, 2, 71] {
      let sequence = LogSequence(rawValue: UInt64(place))
      let alone = try LogReading.leaf(transaction, ledger.tables, at: sequence)
      #expect(try leaves.leaf(at: sequence, transaction) == alone, "#\(place)")
      #expect((alone == nil) == (place == 0 || place > head), "#\(place)")
    }
  }
}
