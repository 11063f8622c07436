/// The groups of leaf hashes and the tiles that a write transaction fills, each written when it is
/// full, or by ``write(_:)``.
///
/// A batch of appends so writes every group once instead of once an event, and a group that is written
/// whole goes to the end of its table, where it does not split a page.
struct GrowingTiles {
  private struct Growing {
    let number: UInt64
    var bytes: [UInt8]
    /// Whether the table has a value of that number.
    var isStored: Bool
    var isWritten: Bool
  }

  private let tables: Tables
  /// By level: the value at the right edge, where this transaction has added to it.
  private var growing = [Growing?](repeating: nil, count: TileCoordinate.levelMost + 1)

  init(_ tables: Tables) { self.tables = tables }

  /// Puts a hash after the others of its tile.
  ///
  /// - Throws: ``LedgerError/damagedTree`` where the others are missing, or more than there should be.
  mutating func put(
    _ hash: TileHash, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    let width = Self.width(atLevel: hash.level)
    let (number, place) = hash.number.quotientAndRemainder(dividingBy: width)
    var value = try growing(hash.level, number, Int(place), transaction)
    hash.hash.append(to: &value.bytes)
    value.isWritten = false
    if place == width - 1 {
      try write(&value, hash.level, transaction)
      growing[hash.level] = nil
    } else {
      growing[hash.level] = value
    }
  }

  /// Writes what is not written yet; before the commit, and before anyone reads hashes of this
  /// transaction.
  mutating func write(_ transaction: borrowing WriteTransaction) throws(LedgerError) {
    for level in growing.indices {
      guard var value = growing[level], !value.isWritten else { continue }
      try write(&value, level, transaction)
      growing[level] = value
    }
  }

  /// Takes the value out of ``growing``, so that its bytes are not copied when they grow.
  private mutating func growing(
    _ level: Int, _ number: UInt64, _ place: Int, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> Growing {
    if let known = growing[level], known.number == number {
      growing[level] = nil
      return known
    }
    if place == 0 {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(Int(Self.width(atLevel: level)) * TreeHash.byteCount)
      return Growing(number: number, bytes: bytes, isStored: false, isWritten: false)
    }
    let (table, key) = location(level, number)
    guard let bytes = try transaction.value(table, key), bytes.count == place * TreeHash.byteCount
    else { throw .damagedTree }
    return Growing(number: number, bytes: bytes, isStored: true, isWritten: true)
  }

  private func write(
    _ value: inout Growing, _ level: Int, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    let (table, key) = location(level, value.number)
    // Groups are made one after another, so a new one goes to the end of its table.
    let mode: PutMode = level == 0 && !value.isStored ? .append : .replace
    try transaction.put(table, key, value.bytes, mode)
    value.isStored = true
    value.isWritten = true
  }

  private func location(_ level: Int, _ number: UInt64) -> (Database, [UInt8]) {
    level == 0
      ? (tables.leaves, [UInt8](bigEndian: number))
      : (tables.tiles, LogTree.key(TileCoordinate(level: level, number: number)))
  }

  private static func width(atLevel level: Int) -> UInt64 {
    level == 0 ? LogReading.leavesInGroup : UInt64(TileCoordinate.width)
  }
}

extension TreeFrontier {
  /// Appends a leaf, and puts the hashes that the tiles gain.
  ///
  /// - Throws: What ``GrowingTiles/put(_:_:)`` throws; the frontier is as it was before.
  mutating func append(
    _ leaf: TreeHash, _ tiles: inout GrowingTiles, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) {
    try append(leaf) { hash throws(LedgerError) in try tiles.put(hash, transaction) }
  }
}
