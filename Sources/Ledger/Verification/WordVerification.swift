/// Walks the words that digests share, from words to numbers and back, those that no job uses any more
/// included.
struct WordVerification {
  private let table: Database

  init(_ tables: ProjectionTables) { table = tables.words }

  /// Whether every word has a number and every number its word, from 1 on without gaps.
  func isWhole(_ transaction: borrowing ReadTransaction) throws(LedgerError) -> Bool {
    let (words, numbers) = try entries(transaction)
    guard words.count == numbers.count else { return false }
    for (index, entry) in numbers.enumerated() {
      guard entry.number == UInt64(index + 1),
        let word = String(validating: entry.word, as: UTF8.self),
        let number = words[Vocabulary.key(of: word)], number == entry.number
      else { return false }
    }
    return true
  }

  private typealias Entries = (words: [[UInt8]: UInt64], numbers: [(number: UInt64, word: [UInt8])])

  /// The table: keys of words with their numbers, and numbers, in order, with their words.
  private func entries(
    _ transaction: borrowing ReadTransaction
  ) throws(LedgerError) -> Entries {
    try transaction.withCursor(table) { cursor throws(LedgerError) in
      var entries: Entries = ([:], [])
      var entry = try cursor.move(.first, Self.copies)
      while let (key, value) = entry {
        if key.first == Vocabulary.numberKind {
          entries.numbers.append((key.dropFirst().bigEndianNumber, value))
        } else {
          // A value of another length has a number that no word has.
          entries.words[key] = value.count == 8 ? value[...].bigEndianNumber : 0
        }
        entry = try cursor.move(.next, Self.copies)
      }
      return entries
    }
  }

  private static func copies(
    _ key: Span<UInt8>, _ value: Span<UInt8>
  ) throws(LedgerError) -> ([UInt8], [UInt8]) {
    (key.copied, value.copied)
  }
}

extension ArraySlice<UInt8> {
  /// The number in the bytes, most significant first.
  fileprivate var bigEndianNumber: UInt64 { reduce(0) { $0 << 8 | UInt64($1) } }
}
