import Testing

@testable import Ledger

struct VocabularyTests {
  @Test("Words get the numbers 1, 2, 3 …, once each, also words longer than a key")
  func numbers() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    let long = String(repeating: "ä", count: 400)
    let words = ["veo", "sora", "", long, long + "x", "veo", long]
    let numbers = try ledger.environment.write { transaction throws(LedgerError) in
      var numbers: [UInt32] = []
      for word in words {
        numbers.append(
          try Vocabulary.numberOrAdd(word, ledger.tables.projections.words, transaction).rawValue)
      }
      return numbers
    }
    #expect(numbers == [1, 2, 3, 4, 5, 1, 4])
    let snapshot = try ledger.snapshot()
    #expect(try snapshot.word(WordNumber(rawValue: 4)) == long)
    #expect(
      try snapshot.words().sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
        == ["veo", "sora", "", long, long + "x"])
    #expect(try snapshot.word(WordNumber(rawValue: 6)) == nil)
  }
}
