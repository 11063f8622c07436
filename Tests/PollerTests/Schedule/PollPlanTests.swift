import Ledger
import Poller
import Testing

@Suite("When to ask again")
struct PollPlanTests {
  @Test(
    "A job is asked often while most jobs finish, and seldom in the tail",
    arguments: [
      (0, 10), (299, 10), (300, 20), (1799, 20), (1800, 60), (90_000, 60),
    ])
  func table(age: Int, wait: Int) {
    var plan = PollPlan()
    #expect(plan.answered(age: .seconds(age), hint: nil) == .seconds(wait))
  }

  @Test(
    "The provider's hint is read anew each time, within 2 s and 120 s",
    arguments: [
      (5000, 5000), (0, 2000), (1, 2000), (3_600_000, 120_000),
    ])
  func hint(milliseconds: Int, wait: Int) {
    var plan = PollPlan()
    _ = plan.answered(age: .zero, hint: .seconds(30))
    #expect(
      plan.answered(age: .zero, hint: .milliseconds(milliseconds)) == .milliseconds(wait))
  }

  @Test("A fixed interval takes the place of the table")
  func interval() {
    var plan = PollPlan(limits: PollPlan.Limits(interval: .milliseconds(500)))
    #expect(plan.answered(age: .seconds(9000), hint: nil) == .milliseconds(500))
  }

  @Test(
    "Waits as long as a refusal asks, and at least 2 s",
    arguments: [
      (0, 2), (1, 2), (30, 30), (600, 600), (86_400, 86_400),
    ])
  func obeysRetryAfter(seconds: Int, wait: Int) {
    var plan = PollPlan()
    #expect(plan.failed(retryAfter: .seconds(seconds), jitter: 0) == .seconds(wait))
  }

  @Test("Failures in a row wait 2, 4, 8, … up to 60 s, give or take a quarter")
  func backsOff() {
    var plan = PollPlan()
    let waits = (1...8).map { _ in plan.failed(retryAfter: nil, jitter: 0.5) }
    #expect(waits == [2, 4, 8, 16, 32, 60, 60, 60].map { .seconds($0) })
    var low = PollPlan()
    #expect(low.failed(retryAfter: nil, jitter: 0) == .milliseconds(1500))
    var high = PollPlan()
    #expect(high.failed(retryAfter: nil, jitter: 1) == .milliseconds(2500))
  }

  @Test("An answer about the job ends the run of failures")
  func answerResets() {
    var plan = PollPlan()
    for _ in 0..<5 { _ = plan.failed(retryAfter: nil, jitter: 0.5) }
    _ = plan.answered(age: .zero, hint: nil)
    #expect(plan.failed(retryAfter: nil, jitter: 0.5) == .seconds(2))
  }
}
