internal import Crypto

/// The number of a word in a ledger's vocabulary: 1 for the first, then 2, without gaps.
public struct WordNumber: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The words that digests refer to by number, in the order in which the log first needs them.
///
/// That order is the log's alone, not that of commits: a rebuild gives each word the same number.
enum Vocabulary {
  /// Words longer than LMDB's keys are found by their hash.
  private static let wordBytesMax = 480

  /// The first byte of numbers' keys, which come last in the table.
  static let numberKind: UInt8 = 2

  /// The key under which a word's number stands.
  static func key(of word: String) -> [UInt8] {
    let bytes = Array(word.utf8)
    guard bytes.count > wordBytesMax else { return [0] + bytes }
    return [1] + Array(SHA256.hash(data: bytes))
  }

  /// The key under which a number's word stands.
  static func key(of number: WordNumber) -> [UInt8] {
    [numberKind] + [UInt8](bigEndian: UInt64(number.rawValue))
  }

  static func number(
    of word: String, _ table: Database, _ transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) -> WordNumber? {
    try transaction.withValue(table, key(of: word)) { bytes throws(LedgerError) in
      guard bytes.count == 8, let number = UInt32(exactly: bytes.bigEndianUInt64(at: 0)) else {
        throw .damagedProjection("words")
      }
      return WordNumber(rawValue: number)
    }
  }

  static func word(
    _ number: WordNumber, _ table: Database,
    _ transaction: borrowing some Transaction & ~Copyable
  ) throws(LedgerError) -> String? {
    try transaction.value(table, key(of: number)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The word's number; a new word gets the next one.
  static func numberOrAdd(
    _ word: String, _ table: Database, _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> WordNumber {
    if let known = try number(of: word, table, transaction) { return known }
    let last = try transaction.withCursor(table) { cursor throws(LedgerError) in
      try cursor.move(.last) { key, _ throws(LedgerError) in
        key.count == 9 && key[0] == numberKind ? key.bigEndianUInt64(at: 1) : 0
      }
    }
    let number = WordNumber(rawValue: UInt32(truncatingIfNeeded: (last ?? 0) + 1))
    try transaction.put(table, key(of: word), [UInt8](bigEndian: UInt64(number.rawValue)))
    try transaction.put(table, key(of: number), Array(word.utf8))
    return number
  }
}
