import HTTPTypes
import Testing

@testable import ProviderSimulator

struct RequestLimitsTests {
  private let clock = TestClock()

  @Test("Lets in as many at a time as the limit says, and the next when one has ended")
  func concurrent() {
    let gate = RequestGate(RequestLimits(concurrent: 2))
    let first = (0..<3).map { _ in gate.begin("a", at: clock.now) }
    #expect(first.map(\.underWay) == [1, 2, 3])
    #expect(first.map(\.exceeded) == [nil, nil, .concurrent])
    #expect(gate.begin("b", at: clock.now) == Admission(underWay: 1))
    gate.end("a")
    gate.end("a")
    #expect(gate.begin("a", at: clock.now) == Admission(underWay: 2))
  }

  @Test("Lets in a burst, then as many as the rate says, and tells the wait")
  func rate() {
    let gate = RequestGate(RequestLimits(rate: 4, burst: 2))
    func ask() -> Admission {
      defer { gate.end("a") }
      return gate.begin("a", at: clock.now)
    }
    let refused = Admission(underWay: 1, exceeded: .rate, wait: .milliseconds(250))
    let admitted = Admission(underWay: 1)
    #expect([ask(), ask(), ask()] == [admitted, admitted, refused])
    clock.advance(by: .milliseconds(100))
    #expect(ask().wait == .milliseconds(150))
    clock.advance(by: .milliseconds(150))
    #expect([ask(), ask()] == [admitted, refused])
    clock.advance(by: .seconds(60))
    #expect([ask(), ask(), ask()] == [admitted, admitted, refused])
  }

  @Test(
    "Holds a second's worth of requests where no burst is said",
    arguments: [(10.0, 10.0), (0.5, 1), (2.5, 2.5)])
  func bucket(rate: Double, tokens: Double) {
    #expect(RequestLimits(rate: rate).bucket == tokens)
  }

  @Test("New limits begin with a full bucket")
  func newLimits() {
    let gate = RequestGate(RequestLimits(rate: 1))
    #expect(gate.begin("a", at: clock.now).exceeded == nil)
    #expect(gate.begin("a", at: clock.now).exceeded == .rate)
    gate.set(RequestLimits(rate: 1), at: clock.now)
    #expect(gate.begin("a", at: clock.now).exceeded == nil)
  }

  @Test(
    "An account is known by its key, whatever header brings it",
    arguments: [
      ("authorization", "Bearer simulated"), ("authorization", "Key simulated"),
      ("x-goog-api-key", "simulated"),
    ])
  func fingerprint(name: String, value: String) throws {
    let fields: HTTPFields = [try #require(HTTPField.Name(name)): value]
    // printf simulated | sha256sum
    #expect(AccountFingerprint.of(fields) == "daeb30e06dcf")
    #expect(AccountFingerprint.of([:]) == nil)
  }
}
