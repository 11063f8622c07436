import Poller
import Testing

@Suite("What an account may be asked")
struct AccountGateTests {
  private func admitted(_ gate: inout AccountGate, at now: Duration, wanted: Int) -> Int {
    var count = 0
    while count < wanted, gate.admit(at: now) { count += 1 }
    return count
  }

  @Test("No more questions at once than allowed; the end of one opens the gate")
  func concurrency() {
    var gate = AccountGate(AccountLimits(concurrent: 3))
    let first = admitted(&gate, at: .zero, wanted: 10)
    #expect(first == 3)
    #expect(gate.opens(after: .zero) == nil)
    gate.finished(.answered, at: .seconds(1), jitter: 0)
    #expect(gate.opens(after: .seconds(1)) == .seconds(1))
    let second = admitted(&gate, at: .seconds(1), wanted: 10)
    #expect(second == 1)
  }

  @Test("One question at first, a burst but for one after a rest, and else the rate")
  func rate() {
    var gate = AccountGate(AccountLimits(concurrent: 1000, perSecond: 2, burst: 5))
    var counts: [Int] = []
    for second in [0.0, 500, 501.1, 502.2, 1000] {
      counts.append(admitted(&gate, at: .seconds(second), wanted: 100))
    }
    #expect(counts == [1, 4, 2, 2, 4])
    let opens = gate.opens(after: .seconds(1000)) ?? .zero
    #expect(opens > .seconds(1000.5) && opens < .seconds(1000.52))
  }

  @Test("Over any stretch of time no more than the rate and one burst")
  func rateOverTime() {
    var gate = AccountGate(AccountLimits(concurrent: 10_000, perSecond: 7.5, burst: 3))
    var generator = SystemRandomNumberGenerator()
    let seed = generator.next()
    var state = seed
    var times: [Double] = []
    var now = Duration.zero
    while now < .seconds(60) {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      now += .milliseconds(Int64(state >> 56))
      times += Array(repeating: now.inSeconds, count: admitted(&gate, at: now, wanted: 100))
    }
    for first in times.indices {
      for last in first..<times.count {
        let most = 3 + (times[last] - times[first]) * 7.5 + 1e-6
        #expect(Double(last - first + 1) <= most + 0.999, "seed \(seed)")
      }
    }
  }

  @Test("429 pauses the whole account, as long as it asks")
  func slowDown() {
    var gate = AccountGate(AccountLimits(concurrent: 4))
    _ = admitted(&gate, at: .zero, wanted: 2)
    gate.finished(.slowDown(.seconds(30)), at: .zero, jitter: 0.5)
    gate.finished(.slowDown(.seconds(5)), at: .zero, jitter: 0.5)
    #expect(gate.opens(after: .zero) == .seconds(30))
    let early = gate.admit(at: .seconds(29))
    let late = gate.admit(at: .seconds(30))
    #expect(!early && late)
  }

  @Test("429 without a wait pauses 1, 2, 4 … 64 s, give or take a quarter")
  func slowDownUnsaid() {
    var gate = AccountGate(AccountLimits(concurrent: 4))
    var waits: [Duration] = []
    var now = Duration.zero
    for _ in 0..<8 {
      _ = gate.admit(at: now)
      gate.finished(.slowDown(nil), at: now, jitter: 0.5)
      let opens = gate.opens(after: now) ?? .zero
      waits.append(opens - now)
      now = opens
    }
    #expect(waits == [1, 2, 4, 8, 16, 32, 64, 64].map { .seconds($0) })
  }

  @Test("Ten failures in a row open the circuit; probes come ever more seldom; an answer closes it")
  func circuit() {
    var gate = AccountGate(AccountLimits(concurrent: 4))
    var now = Duration.zero
    for count in 1...10 {
      #expect(!gate.isDead, "after \(count - 1) failures")
      _ = gate.admit(at: now)
      gate.finished(.failed, at: now, jitter: 0.5)
    }
    #expect(gate.isDead)
    var waits: [Duration] = []
    for _ in 0..<8 {
      let opens = gate.opens(after: now) ?? .zero
      waits.append(opens - now)
      now = opens
      let probes = admitted(&gate, at: now, wanted: 4)
      #expect(probes == 1)
      #expect(gate.opens(after: now) == nil)
      gate.finished(.failed, at: now, jitter: 0.5)
    }
    #expect(waits == [10, 20, 40, 80, 160, 320, 600, 600].map { .seconds($0) })
    now = gate.opens(after: now) ?? .zero
    _ = gate.admit(at: now)
    gate.finished(.answered, at: now, jitter: 0.5)
    #expect(!gate.isDead)
    let all = admitted(&gate, at: now, wanted: 10)
    #expect(all == 4)
  }

  @Test("A refused key opens the circuit at once; failures of other jobs do not lengthen it")
  func keyRefused() {
    var gate = AccountGate(AccountLimits(concurrent: 4))
    _ = admitted(&gate, at: .zero, wanted: 4)
    gate.finished(.keyRefused, at: .zero, jitter: 0.5)
    #expect(gate.isDead)
    for _ in 0..<3 { gate.finished(.keyRefused, at: .zero, jitter: 0.5) }
    #expect(gate.opens(after: .zero) == .seconds(10))
  }

  @Test("An answer between failures begins the count anew")
  func answersReset() {
    var gate = AccountGate(AccountLimits(concurrent: 1))
    for turn in 0..<100 {
      _ = gate.admit(at: .zero)
      gate.finished(turn % 10 == 9 ? .answered : .failed, at: .zero, jitter: 0)
    }
    #expect(!gate.isDead)
  }

  @Test("A probe that was abandoned lets the next one go at once")
  func abandoned() {
    var gate = AccountGate(AccountLimits(concurrent: 1))
    _ = gate.admit(at: .zero)
    gate.finished(.keyRefused, at: .zero, jitter: 0.5)
    _ = gate.admit(at: .seconds(10))
    gate.finished(.abandoned, at: .seconds(11), jitter: 0.5)
    #expect(gate.opens(after: .seconds(11)) == .seconds(11))
    #expect(gate.isDead)
  }
}
