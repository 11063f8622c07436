/// Leaf hashes for who reads records one after another: those that stand together are read once.
struct LeafGroup {
  private let tables: Tables
  private var number: UInt64?
  private var leaves: [TreeHash] = []

  init(_ tables: Tables) { self.tables = tables }

  /// The leaf hash of that event; `nil` where it is missing or damaged.
  ///
  /// - Complexity: One lookup for each group of ``LogReading/leavesInGroup`` events in a row.
  mutating func leaf(
    at sequence: LogSequence, _ transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) -> TreeHash? {
    guard sequence.rawValue > 0 else { return nil }
    let (number, place) = (sequence.rawValue - 1).quotientAndRemainder(
      dividingBy: LogReading.leavesInGroup)
    if number != self.number {
      leaves = try LogTree.group(number, tables, transaction)
      self.number = number
    }
    return Int(place) < leaves.count ? leaves[Int(place)] : nil
  }
}
