import Ledger
import Testing

@Suite("Who asks")
struct PollingLockTests {
  @Test("One has the right at a time, and gives it back when it lets go")
  func oneAtATime() async throws {
    let folder = try TemporaryFolder()
    let ledger = try await Ledger.create(
      folder.path + "/ledger", origin: nil, tool: "test"
    ) { Moment(secondsSince1970: 0) }
    var first = try ledger.takePollingLock()
    #expect(first != nil)
    #expect(try ledger.takePollingLock() == nil)
    first = nil
    #expect(try ledger.takePollingLock() != nil)
  }
}
