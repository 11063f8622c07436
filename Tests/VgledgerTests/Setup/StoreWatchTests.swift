import Ledger
import Testing

@testable import vgledger

struct StoreWatchTests {
  private static let panic = LedgerError.failed(code: -30795, call: "mdb_txn_commit")

  @Test("A store that has closed itself ends the service with the line for it, and code 74")
  func closed() async {
    let store = StoreWatch()
    store.take(LedgerError.full)
    store.take(CancellationError())
    store.take(Self.panic)
    let failure = await #expect(throws: Failure.self) { try await store.run() }
    #expect(failure?.code == .inputOutput)
    #expect(failure?.message.contains("the store's head could not be written") == true)
  }

  @Test("Other failures of appends end nothing", arguments: [LedgerError.full, .damagedTree])
  func goesOn(error: LedgerError) async throws {
    let store = StoreWatch()
    store.take(error)
    let task = Task { try await store.run() }
    task.cancel()
    try await task.value
  }
}
