import Testing

@testable import ProviderSimulator

struct DeliveryPlanTests {
  private func plan(count: Int, rate: Double = 4, retriesFor: Duration = .seconds(2))
    -> DeliveryPlan
  {
    DeliveryPlan(DeliveryPlan.Settings(count: count, rate: rate, retriesFor: retriesFor))
  }

  @Test("Sends at a steady rate, whatever became of those before")
  func steady() {
    var plan = plan(count: 4)
    let due: [Int64] = [0, 250_000, 500_000, 750_000]
    for (number, moment) in due.enumerated() {
      let attempt = DeliveryPlan.Attempt(delivery: number, number: 1, due: moment)
      #expect(plan.next() == .send(attempt))
    }
    #expect(plan.next() == .wait)
    for (number, moment) in due.enumerated() {
      let attempt = DeliveryPlan.Attempt(delivery: number, number: 1, due: moment)
      plan.ended(attempt, acknowledged: true, at: moment + 1000)
    }
    #expect(plan.next() == .finished)
    #expect(plan.acknowledged == 4)
  }

  @Test("Tries again what was not acknowledged, later each time, until the time for it is over")
  func retries() {
    var plan = plan(count: 1, retriesFor: .seconds(4))
    var now: Int64 = 0
    var waits: [Int64] = []
    var step = plan.next()
    while case .send(let attempt) = step {
      #expect(attempt.delivery == 0)
      #expect(attempt.number == waits.count + 1)
      waits.append(attempt.due - now)
      now = attempt.due
      plan.ended(attempt, acknowledged: false, at: now)
      step = plan.next()
    }
    #expect(step == .finished)
    #expect(waits == [0, 250_000, 500_000, 1_000_000, 2_000_000])
    #expect(plan.givenUp == 1)
    #expect(plan.acknowledged == 0)
  }

  @Test("A retry goes before a first attempt that is due after it")
  func order() {
    var plan = plan(count: 3, rate: 1)
    guard case .send(let first) = plan.next() else {
      Issue.record("nothing to send")
      return
    }
    plan.ended(first, acknowledged: false, at: 500_000)
    #expect(plan.next() == .send(DeliveryPlan.Attempt(delivery: 0, number: 2, due: 750_000)))
    #expect(plan.next() == .send(DeliveryPlan.Attempt(delivery: 1, number: 1, due: 1_000_000)))
  }

  @Test(
    "A quantile is a latency that was measured",
    arguments: [(0.5, 50), (0.99, 99), (1, 100), (0.001, 1)] as [(Double, Int64)])
  func quantiles(share: Double, latency: Int64) {
    #expect(DeliveryReport.quantile(share, ofSorted: Array(1...100)) == latency)
    #expect(DeliveryReport.quantile(share, ofSorted: []) == nil)
  }

  @Test("The report has a line for each number")
  func report() {
    var plan = plan(count: 2)
    var report = DeliveryReport()
    for (status, latency) in [(200, 1500), (nil, 9), (503, 2500)] as [(Int?, Int64)] {
      guard case .send(let attempt) = plan.next() else { continue }
      plan.ended(attempt, acknowledged: status == 200, at: latency)
      report.add(status: status, latency: latency)
    }
    #expect(
      report.lines(plan, took: .milliseconds(1500)) == [
        "deliveries\t2", "acknowledged\t1", "not_acknowledged\t1", "attempts\t3", "seconds\t1.50",
        "attempts_per_second\t2.0", "p50_ms\t1.5", "p99_ms\t2.5", "max_ms\t2.5",
        "answers\tnone:1 200:1 503:1",
      ])
  }
}
