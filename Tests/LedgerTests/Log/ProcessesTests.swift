import Testing

@testable import Ledger

struct ProcessesTests {
  @Test("Processes that write the same ledger at the same time make one log without gaps")
  func twoProcesses() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    let path = ledger.folder
    async let other = #expect(processExitsWith: .success) { [path = path as String] in
      let ledger = try Ledger.open(path, now: TestClock().now)
      for index in 0..<100 {
        _ = try await ledger.append([.observed(Declaration("other", "\(index)"), at: .at(1))])
      }
    }
    async let second = #expect(processExitsWith: .success) { [path = path as String] in
      let ledger = try Ledger.open(path, now: TestClock().now)
      for index in 0..<100 {
        _ = try await ledger.append([.observed(Declaration("second", "\(index)"), at: .at(1))])
      }
    }
    for index in 0..<100 {
      _ = try await ledger.append([.observed(Declaration("own", "\(index)"), at: .at(1))])
      #expect(try ledger.snapshot().job(account: "own", nativeID: "\(index)")?.polls == 1)
    }
    _ = await (other, second)
    let snapshot = try ledger.snapshot()
    #expect(try snapshot.head() == LogSequence(rawValue: 1 + 300 * 2))
    #expect(try snapshot.jobCount() == 300)
    let live = try ledger.projectionContents()
    _ = try await ledger.rebuild()
    #expect(try ledger.projectionContents() == live)
  }

  @Test("A process that is killed in the middle of its appends leaves whole ones")
  func killed() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    await #expect(processExitsWith: .failure) { [path = ledger.folder as String] in
      let ledger = try Ledger.open(path, now: TestClock().now)
      await withTaskGroup(of: Void.self) { group in
        for index in 0..<200 {
          group.addTask {
            let drafts = (0..<3).map {
              EventDraft.observed(Declaration("killed", "\(index)"), at: .at(Int64($0)))
            }
            _ = try? await ledger.append(drafts)
            if index == 150 { fatalError("killed") }
          }
        }
      }
    }
    _ = try await ledger.append([.tracked(.sample)])
    let snapshot = try ledger.snapshot()
    try snapshot.forEachJob { job throws(LedgerError) in
      #expect(job.polls == (job.account == "killed" ? 3 : 0))
      #expect(try snapshot.events(of: job.number).count == job.eventCount)
      return true
    }
  }
}
