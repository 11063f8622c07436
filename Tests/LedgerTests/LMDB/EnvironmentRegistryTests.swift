import Testing

@testable import Ledger

struct EnvironmentRegistryTests {
  @Test("All who open a folder share one environment, until the last lets go")
  func shares() throws {
    let folder = try TemporaryFolder()
    let registry = EnvironmentRegistry()
    var tables: [Database] = []
    for _ in 0..<3 {
      let first = try registry.environment(folder: folder.path, mode: .readWrite)
      let second = try registry.environment(folder: folder.path, mode: .readOnly)
      #expect(first.mode == .readWrite)
      #expect(second.mode == .readOnly)
      tables.append(
        try first.write { transaction throws(LedgerError) in
          try transaction.create("table", .values)
        })
      #expect(try second.reader().open("table") != nil)
    }
    #expect(Set(tables).count == 1)
  }

  @Test("What is open for reading is not opened for writing beside it")
  func modes() throws {
    let folder = try TemporaryFolder()
    do {
      let environment = try EnvironmentRegistry.shared.environment(
        folder: folder.path, mode: .readWrite)
      try environment.write { transaction throws(LedgerError) in
        _ = try transaction.create("table", .values)
      }
    }
    let reading = try EnvironmentRegistry.shared.environment(folder: folder.path, mode: .readOnly)
    #expect(throws: LedgerError.self) {
      try EnvironmentRegistry.shared.environment(folder: folder.path, mode: .readWrite)
    }
    #expect(try reading.reader().open("table") != nil)
  }

  @Test("Opening and letting go from many tasks leaves a sound environment")
  func race() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<64 {
        group.addTask {
          let environment = try EnvironmentRegistry.shared.environment(
            folder: path, mode: .readWrite)
          let table = try EnvironmentRegistry.shared.whileOpeningTables { () throws(LedgerError) in
            try environment.write { transaction throws(LedgerError) in
              try transaction.create("table", .values)
            }
          }
          try environment.write { transaction throws(LedgerError) in
            try transaction.put(table, [UInt8(number)], [1])
          }
        }
      }
      try await group.waitForAll()
    }
    let environment = try EnvironmentRegistry.shared.environment(folder: path, mode: .readOnly)
    let transaction = try environment.reader()
    let table = try #require(try transaction.open("table"))
    #expect(try transaction.count(table) == 64)
  }
}
