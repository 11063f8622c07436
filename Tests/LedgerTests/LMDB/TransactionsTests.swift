import Testing

@testable import Ledger

struct TransactionsTests {
  private static func environment(_ folder: TemporaryFolder) throws -> Environment {
    try EnvironmentRegistry.shared.environment(folder: folder.path, mode: .readWrite)
  }

  @Test("A transaction that throws leaves nothing behind, tables neither")
  func throwingAborts() throws {
    let folder = try TemporaryFolder()
    let environment = try Self.environment(folder)
    #expect(throws: LedgerError.full) {
      try environment.write { transaction throws(LedgerError) in
        let table = try transaction.create("table", .values)
        try transaction.put(table, [1], [2])
        throw .full
      }
    }
    #expect(try environment.reader().open("table") == nil)
    let table = try environment.write { transaction throws(LedgerError) in
      try transaction.create("table", .values)
    }
    #expect(try environment.reader().count(table) == 0)
  }

  @Test("A reader keeps its view, and its environment, while others write")
  func keepsView() throws {
    let folder = try TemporaryFolder()
    func begin() throws -> (ReadTransactionBox, Database) {
      let environment = try Self.environment(folder)
      let table = try environment.write { transaction throws(LedgerError) in
        let table = try transaction.create("table", .values)
        try transaction.put(table, [1], [1])
        return table
      }
      return (ReadTransactionBox(try environment.reader()), table)
    }
    let (box, table) = try begin()
    let environment = try Self.environment(folder)
    try environment.write { transaction throws(LedgerError) in
      try transaction.put(table, [1], [2])
    }
    #expect(try box.transaction.value(table, [1]) == [1])
    #expect(try environment.reader().value(table, [1]) == [2])
  }

  @Test("Keys come in order; a seek finds the first that is not less")
  func cursors() throws {
    let folder = try TemporaryFolder()
    let environment = try Self.environment(folder)
    let table = try environment.write { transaction throws(LedgerError) in
      let table = try transaction.create("table", .values)
      for key: UInt8 in [9, 3, 6] { try transaction.put(table, [key], [key, key]) }
      return table
    }
    let transaction = try environment.reader()
    try transaction.withCursor(table) { cursor throws(LedgerError) in
      let read = { (key: Span<UInt8>, _: Span<UInt8>) throws(LedgerError) in key[0] }
      let seeks = [
        try cursor.seek([4], read), try cursor.seek([6], read), try cursor.seek([10], read),
      ]
      #expect(seeks == [6, 6, nil])
      var moves: [UInt8?] = []
      for move in [Cursor.Move.first, .next, .next, .next, .last, .previous] {
        moves.append(try cursor.move(move, read))
      }
      #expect(moves == [3, 6, 9, nil, 9, 6])
    }
  }

  @Test("A walk calls for each entry from a key on, in its direction, until it is told to stop")
  func walks() throws {
    let folder = try TemporaryFolder()
    let environment = try Self.environment(folder)
    let table = try environment.write { transaction throws(LedgerError) in
      let table = try transaction.create("table", .values)
      for key in UInt8(1)...200 { try transaction.put(table, [key], [key, key]) }
      return table
    }
    let transaction = try environment.reader()
    func walk(
      from key: UInt8, _ move: Cursor.Move, most: Int = 1000
    ) throws(LedgerError) -> [UInt8] {
      var found: [UInt8] = []
      try transaction.withCursor(table) { cursor throws(LedgerError) in
        try cursor.forEach(from: [key], move) { key, value throws(LedgerError) in
          #expect(value.copied == [key[0], key[0]])
          found.append(key[0])
          return found.count < most
        }
      }
      return found
    }
    #expect(try walk(from: 0, .next) == Array(1...200))
    #expect(try walk(from: 200, .previous) == (1...200).reversed())
    #expect(try walk(from: 201, .next).isEmpty)
    for most in 1...200 {
      #expect(try walk(from: 1, .next, most: most) == Array(1...UInt8(most)))
    }
    #expect(throws: LedgerError.full) {
      try transaction.withCursor(table) { cursor throws(LedgerError) in
        try cursor.forEach(from: [1], .next) { key, _ throws(LedgerError) in
          if key[0] == 9 { throw .full }
          return true
        }
      }
    }
  }

  @Test("Appending out of order, an empty key and one that is too long are refused")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let environment = try Self.environment(folder)
    let table = try environment.write { transaction throws(LedgerError) in
      let table = try transaction.create("table", .values)
      try transaction.put(table, [5], [1], .append)
      return table
    }
    for (key, mode) in [
      ([5], PutMode.append), ([4], .append), ([], .replace),
      ([UInt8](repeating: 1, count: 512), .replace),
    ] {
      #expect(throws: LedgerError.self) {
        try environment.write { transaction throws(LedgerError) in
          try transaction.put(table, key, [2], mode)
        }
      }
    }
    #expect(try environment.reader().count(table) == 1)
    #expect(try environment.reader().value(table, [5]) == [1])
  }

  @Test("Duplicates of a key come in order, and go with it")
  func duplicates() throws {
    let folder = try TemporaryFolder()
    let environment = try Self.environment(folder)
    let table = try environment.write { transaction throws(LedgerError) in
      let table = try transaction.create("table", .fixedDuplicates)
      for value in UInt64(0)..<3000 {
        try transaction.put(
          table, [UInt8](bigEndian: value % 3), [UInt8](bigEndian: value))
      }
      return table
    }
    #expect(try environment.reader().count(table) == 3000)
    try environment.write { transaction throws(LedgerError) in
      _ = try transaction.remove(table, [UInt8](bigEndian: 1))
    }
    #expect(try environment.reader().count(table) == 2000)
    try environment.write { transaction throws(LedgerError) in try transaction.empty(table) }
    #expect(try environment.reader().count(table) == 0)
  }

  @Test(
    "Duplicates put together are those put one after another",
    arguments: [[1], [2], [1, 1], [300], [1, 700, 1], [600, 600]])
  func duplicatesTogether(counts: [Int]) throws {
    let folder = try TemporaryFolder()
    let environment = try Self.environment(folder)
    let key = [UInt8](bigEndian: 7)
    let (alone, together) = try environment.write { transaction throws(LedgerError) in
      let alone = try transaction.create("alone", .fixedDuplicates)
      let together = try transaction.create("together", .fixedDuplicates)
      var next: UInt64 = 0
      for count in counts {
        var values: [UInt8] = []
        for _ in 0..<count {
          next += 3
          try transaction.put(alone, key, [UInt8](bigEndian: next))
          values += [UInt8](bigEndian: next)
        }
        try transaction.putDuplicates(together, key, values, of: 8)
      }
      return (alone, together)
    }
    let transaction = try environment.reader()
    func values(_ table: Database) throws(LedgerError) -> [UInt64] {
      try transaction.withCursor(table) { cursor throws(LedgerError) in
        let read = { (_: Span<UInt8>, value: Span<UInt8>) throws(LedgerError) -> UInt64 in
          value.bigEndianUInt64(at: 0)
        }
        var values: [UInt64] = []
        var value = try cursor.move(.first, read)
        while let found = value {
          values.append(found)
          value = try cursor.move(.next, read)
        }
        return values
      }
    }
    #expect(try values(together) == (try values(alone)))
    #expect(try transaction.count(together) == counts.reduce(0, +))
  }

  @Test("An empty value is a value")
  func emptyValue() throws {
    let folder = try TemporaryFolder()
    let environment = try Self.environment(folder)
    let table = try environment.write { transaction throws(LedgerError) in
      let table = try transaction.create("table", .values)
      try transaction.put(table, [1], [])
      return table
    }
    #expect(try environment.reader().value(table, [1]) == [])
    #expect(try environment.reader().value(table, [2]) == nil)
  }
}

/// A transaction that can be handed on together with something else.
private final class ReadTransactionBox {
  let transaction: ReadTransaction

  init(_ transaction: consuming ReadTransaction) { self.transaction = transaction }
}
