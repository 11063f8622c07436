import Providers
import Synchronization
import Testing

@testable import Poller

@Suite("Fetching the keys of tokens")
struct TokenKeyRefreshTests {
  private struct Away: Error {}

  /// A modulus of 2048 bits; nothing is signed with it.
  private static let keySet =
    #"{"keys":[{"kty":"RSA","kid":"a","e":"AQAB","n":"\#(String(repeating: "_", count: 342))"}]}"#

  @Test(
    "Waits double with each failure up to the most, and are long after a success",
    arguments: [(0, 600), (1, 1), (2, 2), (3, 4), (7, 60), (1000, 60)])
  func waits(failures: Int, seconds: Int) {
    #expect(TokenKeyRefresh.Waits().after(failures: failures) == .seconds(seconds))
  }

  @Test("Failures leave no keys and are told once; the success after them brings the keys")
  func recovers() async throws {
    let keys = TokenKeys(nil)
    let count = Mutex(0)
    let (told, tell) = AsyncStream.makeStream(of: Bool.self)
    var waits = TokenKeyRefresh.Waits()
    waits.afterFailure = .milliseconds(1)
    let refresh = TokenKeyRefresh(
      keys, waits: waits,
      fetch: {
        let number = count.withLock { count in
          count += 1
          return count
        }
        guard number > 3 else { throw Away() }
        return try WebhookToken(keySet: Array(Self.keySet.utf8), audience: "me")
      },
      report: { error in tell.yield(error == nil) })
    let task = Task { try await refresh.run() }
    var reports = told.makeAsyncIterator()
    #expect(await reports.next() == false)
    #expect(await reports.next() == true)
    #expect(keys.current != nil)
    #expect(count.withLock { $0 } == 4)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
