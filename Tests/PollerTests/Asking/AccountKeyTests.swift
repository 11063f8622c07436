import Synchronization
import Testing

@testable import Poller

@Suite("A key that changes")
struct AccountKeyTests {
  @Test("It is had once, again after 45 minutes, and a failure leaves the one that is there")
  func fresh() async throws {
    let source = NumberedKeys()
    let key = source.key()
    #expect(key.current == nil)
    #expect(await key.fresh() == "key-number-1")
    #expect(await key.fresh() == "key-number-1")
    source.pass(minutes: 45)
    #expect(await key.fresh() == "key-number-2")
    source.fails(true)
    source.pass(minutes: 45)
    #expect(await key.fresh() == "key-number-2")
    source.fails(false)
    #expect(await key.fresh() == "key-number-2")
    source.pass(minutes: 1)
    #expect(await key.fresh() == "key-number-4")
    #expect(key.known == ["key-number-1", "key-number-2", "key-number-4"])
  }

  @Test("A refused key is had anew once a minute, and a newer one is taken as it is")
  func renewed() async {
    let source = NumberedKeys()
    let key = source.key()
    _ = await key.fresh()
    #expect(await key.renewed(after: "key-number-1") == nil)
    source.pass(minutes: 1)
    #expect(await key.renewed(after: "key-number-1") == "key-number-2")
    #expect(await key.renewed(after: "key-number-1") == "key-number-2")
    #expect(await key.renewed(after: "key-number-2") == nil)
    #expect(source.count == 2)
  }

  @Test("Many who want it at the same time ask the source once")
  func together() async {
    let source = NumberedKeys()
    let key = source.key()
    let keys = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<50 { group.addTask { await key.fresh() } }
      return await group.reduce(into: Set<String?>()) { $0.insert($1) }
    }
    #expect(keys == ["key-number-1"])
    #expect(source.count == 1)
  }

  @Test("Why there is no first key is thrown")
  func fails() async {
    let source = NumberedKeys()
    source.fails(true)
    let key = source.key()
    await #expect(throws: NumberedKeys.Broken.self) { try await key.open() }
    #expect(await key.fresh() == nil)
    #expect(source.count == 1)
  }

  @Test("What stays is never had anew, and not refused twice")
  func constant() async throws {
    let key = AccountKey("the-only-key")
    try await key.open()
    #expect(await key.fresh() == "the-only-key")
    #expect(await key.renewed(after: "the-only-key") == nil)
    #expect(key.known == ["the-only-key"])
  }
}

/// A source that numbers its keys, and a clock that a test moves.
final class NumberedKeys: Sendable {
  struct Broken: Error {}

  private struct State {
    var now = Duration.zero
    var count = 0
    var isBroken = false
  }

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.count } }

  func pass(minutes: Int) { state.withLock { $0.now += .seconds(60 * minutes) } }

  func fails(_ value: Bool) { state.withLock { $0.isBroken = value } }

  func key() -> AccountKey {
    AccountKey(
      elapsed: { self.state.withLock { $0.now } },
      fetch: {
        try self.state.withLock { state in
          state.count += 1
          if state.isBroken { throw Broken() }
          return .init("key-number-\(state.count)")
        }
      })
  }
}
