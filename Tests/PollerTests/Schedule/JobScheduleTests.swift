import Ledger
import Poller
import Testing

@Suite("Which job is asked when")
struct JobScheduleTests {
  private typealias Kind = DurationHistory.Kind

  private static func kind(_ account: String = "veo", model: String? = nil) -> Kind {
    Kind(account: account, model: model, size: nil, videoMilliseconds: nil)
  }

  private func schedule(
    _ limits: PollPlan.Limits = PollPlan.Limits(), accounts: [String: AccountLimits] = [:]
  ) -> JobSchedule {
    JobSchedule(limits: limits, accounts: accounts, history: DurationHistory(limits: limits))
  }

  private func job(_ number: UInt64) -> JobNumber { JobNumber(rawValue: number) }

  private func add(
    _ number: UInt64, to schedule: inout JobSchedule, account: String = "veo",
    at now: Duration = .zero, age: Duration = .zero, known: Duration = .zero,
    asked: Duration? = nil
  ) {
    schedule.add(
      job(number), Self.kind(account), at: now, age: age, known: known, asked: asked)
  }

  private let running = JobSchedule.Outcome(account: .answered, isAboutJob: true)

  @Test("A job that nobody asked is asked at once, and then as the table says")
  func firstQuestions() {
    var schedule = schedule()
    add(1, to: &schedule)
    #expect(schedule.wakes(after: .zero) == .zero)
    let first = schedule.take(at: .zero)
    #expect(first == [.ask(job(1))])
    let actions1 = schedule.take(at: .zero)
    #expect(actions1.isEmpty, "it is being asked")
    let end = schedule.finished(job(1), of: "veo", running, at: .seconds(1), jitter: 0)
    #expect(end == nil)
    #expect(schedule.wakes(after: .seconds(1)) == .seconds(11))
    let actions2 = schedule.take(at: .seconds(10))
    #expect(actions2.isEmpty)
    let actions3 = schedule.take(at: .seconds(11))
    #expect(actions3 == [.ask(job(1))])
  }

  @Test("After a restart a job that was asked 4 s ago is asked in 6 s, not at once")
  func resumes() {
    var schedule = schedule()
    add(1, to: &schedule, age: .seconds(100), known: .seconds(100), asked: .seconds(4))
    #expect(schedule.due(job(1)) == .seconds(6))
  }

  @Test("A job of a kind with history is first asked when jobs of its kind begin to end")
  func historyFirst() {
    var schedule = schedule()
    let kind = Self.kind(model: "veo-3.1")
    for second in 90..<130 { schedule.learn(Double(second), of: kind) }
    schedule.add(job(1), kind, at: .zero, age: .zero, known: .zero, asked: nil)
    let due = schedule.due(job(1)) ?? .zero
    #expect(due > .seconds(40) && due < .seconds(110), "\(due)")
  }

  @Test("No account waits for another one's limits")
  func accounts() {
    var schedule = schedule(accounts: [
      "veo": AccountLimits(concurrent: 1), "sora": AccountLimits(concurrent: 2),
    ])
    for number: UInt64 in 1...4 { add(number, to: &schedule) }
    for number: UInt64 in 5...8 { add(number, to: &schedule, account: "sora") }
    let asked = Set(schedule.take(at: .zero))
    #expect(asked == [.ask(job(1)), .ask(job(5)), .ask(job(6))])
    _ = schedule.finished(job(1), of: "veo", running, at: .zero, jitter: 0)
    let actions4 = schedule.take(at: .zero)
    #expect(actions4 == [.ask(job(2))], "who waits longest is next")
  }

  @Test("429 lets the whole account rest, and the job as long as it asks")
  func slowDown() {
    var schedule = schedule(accounts: ["veo": AccountLimits(concurrent: 1)])
    for number: UInt64 in 1...2 { add(number, to: &schedule) }
    _ = schedule.take(at: .zero)
    let refusal = JobSchedule.Outcome(
      account: .slowDown(.seconds(20)), isAboutJob: false, wait: .seconds(20))
    _ = schedule.finished(job(1), of: "veo", refusal, at: .zero, jitter: 0)
    let actions5 = schedule.take(at: .seconds(19))
    #expect(actions5.isEmpty)
    #expect(schedule.wakes(after: .zero) == .seconds(20))
    let actions6 = schedule.take(at: .seconds(20))
    #expect(actions6 == [.ask(job(2))])
  }

  @Test("A result is a request of its own, which the account's rate must allow")
  func result() {
    var schedule = schedule(accounts: ["fal": AccountLimits(perSecond: 1, burst: 1)])
    add(1, to: &schedule, account: "fal")
    let first = schedule.take(at: .zero)
    #expect(first == [.ask(job(1))])
    let ended = JobSchedule.Outcome(account: .answered, isAboutJob: true, further: .result)
    _ = schedule.finished(job(1), of: "fal", ended, at: .milliseconds(100), jitter: 0)
    let early = schedule.take(at: .seconds(1))
    #expect(early.isEmpty)
    let second = schedule.take(at: .seconds(1.1))
    #expect(second == [.askResult(job(1))])
    let busy = JobSchedule.Outcome(account: .failed, isAboutJob: false)
    _ = schedule.finished(job(1), of: "fal", busy, at: .seconds(2), jitter: 0)
    let again = schedule.take(at: .seconds(10))
    #expect(again == [.ask(job(1))], "whether it has still ended is asked before")
  }

  @Test("A single pass waits for the result, too")
  func resultOnce() {
    var schedule = schedule()
    schedule.addOnce(job(1), Self.kind(), at: .zero, known: .zero, questions: 1)
    _ = schedule.take(at: .zero)
    let ended = JobSchedule.Outcome(account: .answered, isAboutJob: true, further: .result)
    _ = schedule.finished(job(1), of: "veo", ended, at: .zero, jitter: 0)
    let second = schedule.take(at: .zero)
    #expect(second == [.askResult(job(1))])
    _ = schedule.finished(job(1), of: "veo", running, at: .zero, jitter: 0)
    #expect(schedule.count == 0)
  }

  @Test("A delivery hurries a job; it is asked once although it was due later")
  func hurries() {
    var schedule = schedule()
    add(1, to: &schedule, age: .seconds(50), asked: .seconds(1))
    let actions7 = schedule.take(at: .zero)
    #expect(actions7.isEmpty)
    schedule.hurry(job(1), at: .seconds(2))
    let actions8 = schedule.take(at: .seconds(2))
    #expect(actions8 == [.ask(job(1))])
    _ = schedule.finished(job(1), of: "veo", running, at: .seconds(3), jitter: 0)
    let actions9 = schedule.take(at: .seconds(12))
    #expect(actions9.isEmpty, "the turn that it had before is void")
    let actions10 = schedule.take(at: .seconds(13))
    #expect(actions10 == [.ask(job(1))])
  }

  @Test("A delivery while its job is being asked has it asked once more, verdict or not")
  func deliveryMeanwhile() {
    var schedule = schedule()
    add(1, to: &schedule)
    _ = schedule.take(at: .zero)
    schedule.addOnce(job(1), Self.kind(), at: .zero, known: .zero, questions: 3)
    schedule.end(job(1))
    _ = schedule.finished(job(1), of: "veo", running, at: .seconds(1), jitter: 0)
    let again = schedule.take(at: .seconds(1))
    #expect(again == [.ask(job(1))])
    _ = schedule.finished(job(1), of: "veo", running, at: .seconds(2), jitter: 0)
    #expect(schedule.count == 0)
  }

  @Test("A job that is asked once is forgotten after an answer, or after its last try")
  func once() {
    var schedule = schedule()
    let silence = JobSchedule.Outcome(account: .failed, isAboutJob: false)
    schedule.addOnce(job(1), Self.kind(), at: .zero, known: .zero, questions: 3)
    schedule.addOnce(job(2), Self.kind(), at: .zero, known: .zero, questions: 2)
    _ = schedule.take(at: .zero)
    _ = schedule.finished(job(1), of: "veo", running, at: .zero, jitter: 0)
    #expect(!schedule.contains(job(1)))
    _ = schedule.finished(job(2), of: "veo", silence, at: .zero, jitter: 0)
    #expect(schedule.contains(job(2)))
    _ = schedule.take(at: .seconds(10))
    _ = schedule.finished(job(2), of: "veo", silence, at: .seconds(10), jitter: 0)
    #expect(schedule.count == 0)
  }

  @Test("A job that is still open at the give-up age is given up after a question, never before")
  func givesUp() {
    var limits = PollPlan.Limits()
    limits.giveUpAfter = .seconds(3 * 3600)
    var schedule = schedule(limits)
    add(1, to: &schedule, age: .seconds(99 * 3600), known: .seconds(3 * 3600))
    let actions11 = schedule.take(at: .zero)
    #expect(actions11 == [.ask(job(1))])
    let why = schedule.finished(job(1), of: "veo", running, at: .zero, jitter: 0)
    #expect(why == "no verdict within 3 hours, given up")
    #expect(schedule.count == 0)
  }

  @Test("Silence is no reason to give up before the third question of a run")
  func silenceIsPatient() {
    var limits = PollPlan.Limits()
    limits.giveUpAfter = .seconds(60)
    var schedule = schedule(limits)
    add(1, to: &schedule, known: .seconds(9999))
    let silence = JobSchedule.Outcome(account: .failed, isAboutJob: false)
    var ends: [String?] = []
    for turn in 0..<3 {
      let now = Duration.seconds(100 * turn)
      _ = schedule.take(at: now)
      ends.append(schedule.finished(job(1), of: "veo", silence, at: now, jitter: 0))
    }
    #expect(ends == [nil, nil, "no verdict within 2 hours, given up"])
  }

  @Test("Old jobs of a dead account are given up without being asked; young ones wait")
  func deadAccount() {
    var limits = PollPlan.Limits()
    limits.giveUpAfter = .seconds(3600)
    var schedule = schedule(limits)
    for number: UInt64 in 1...12 { add(number, to: &schedule) }
    add(20, to: &schedule, at: .zero, age: .seconds(7200), known: .seconds(7200), asked: .zero)
    let silence = JobSchedule.Outcome(account: .failed, isAboutJob: false)
    for action in schedule.take(at: .zero) {
      guard case .ask(let number) = action else { continue }
      _ = schedule.finished(number, of: "veo", silence, at: .zero, jitter: 0.5)
    }
    #expect(schedule.isDead("veo"))
    let later = schedule.take(at: .seconds(60))
    #expect(
      later.contains(
        .giveUp(
          job(20), why: "account veo does not answer; no verdict within 2 hours, given up")))
    #expect(later.count == 2, "and one probe")
  }

  @Test("A dead account is probed by a job that had no trouble of its own")
  func probe() {
    var schedule = schedule(accounts: ["veo": AccountLimits(concurrent: 20)])
    for number: UInt64 in 1...12 { add(number, to: &schedule) }
    add(20, to: &schedule, age: .seconds(50), asked: .zero)
    let silence = JobSchedule.Outcome(account: .failed, isAboutJob: false)
    for action in schedule.take(at: .zero) {
      guard case .ask(let number) = action else { continue }
      _ = schedule.finished(number, of: "veo", silence, at: .zero, jitter: 0.5)
    }
    #expect(schedule.isDead("veo"))
    let probes = schedule.take(at: .seconds(15))
    #expect(probes == [.ask(job(20))])
    _ = schedule.finished(job(20), of: "veo", running, at: .seconds(15), jitter: 0.5)
    #expect(!schedule.isDead("veo"))
    let all = schedule.take(at: .seconds(15))
    #expect(all.count == 12)
  }

  @Test("Removed and unknown jobs are never asked")
  func removed() {
    var schedule = schedule()
    add(1, to: &schedule)
    schedule.remove(job(1))
    schedule.hurry(job(2), at: .zero)
    let actions12 = schedule.take(at: .seconds(1000))
    #expect(actions12.isEmpty)
    #expect(schedule.wakes(after: .zero) != nil || schedule.count == 0)
  }
}
