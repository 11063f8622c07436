@testable import Ledger

/// A job's events, told in a few words: who says what, and when.
struct JobStory {
  private(set) var events: [Event] = []
  private let declaration: Declaration

  init(_ declaration: Declaration = .sample, at moment: Moment = .at(0)) {
    self.declaration = declaration
    tell(.jobTracked(declaration), .person, at: moment)
  }

  /// The job that the events tell.
  var job: Job? {
    guard let first = events.first, let number = first.job else { return nil }
    var job = Job(number: number, declaration: declaration, event: first)
    for event in events { job.apply(event) }
    return job
  }

  @discardableResult
  mutating func tell(
    _ fact: Fact, _ source: EventSource, at observed: Moment, recorded: Moment? = nil,
    marks: EventMarks = []
  ) -> LogSequence {
    let sequence = LogSequence(rawValue: UInt64(events.count) + 1)
    events.append(
      Event(
        sequence: sequence, job: JobNumber(rawValue: 1), source: source,
        recorded: recorded ?? .at(Int64(events.count)), observed: observed, marks: marks,
        fact: fact))
    return sequence
  }

  mutating func poll(_ seconds: Int64, _ observation: Observation, _ source: EventSource = .poll) {
    tell(.statusObserved(.ok(), observation), source, at: .at(seconds))
  }

  mutating func deliver(_ seconds: Int64, _ observation: Observation) {
    let delivery = Delivery(id: "wh_\(events.count)", sent: nil, type: nil, body: [])
    tell(.webhookReceived(delivery, observation), .webhook, at: .at(seconds))
  }

  mutating func close(_ seconds: Int64, _ state: JobState) {
    tell(.jobClosed(Closing(state: state, why: "decided", by: "ada")), .person, at: .at(seconds))
  }
}

/// One step of a story in a table.
enum Step: Sendable {
  case poll(Int64, JobState?)
  case progress(Int64, JobState, Int)
  case deny(Int64)
  case deliver(Int64, JobState?)
  case claim(Int64, JobState)
  case close(Int64, JobState)
  case unreachable(Int64)
}

extension JobStory {
  init(_ steps: [Step]) {
    self.init()
    for step in steps {
      switch step {
      case .poll(let second, let state): poll(second, .said(state))
      case .progress(let second, let state, let percent):
        poll(second, .said(state) { $0.progress = percent })
      case .deny(let second): poll(second, .denial)
      case .deliver(let second, let state): deliver(second, .said(state))
      case .claim(let second, let state):
        let delivery = Delivery(id: nil, sent: nil, type: nil, body: [])
        tell(.webhookClaimed(delivery, .said(state)), .record, at: .at(second))
      case .close(let second, let state): close(second, state)
      case .unreachable(let second):
        tell(.statusUnreachable(Unreachable(cause: .timeout)), .poll, at: .at(second))
      }
    }
  }
}

/// What a job's events come to.
struct Conclusion: Equatable, Sendable {
  var state: JobState
  /// The event that brought the verdict, and who told it.
  var verdict: UInt64?
  var source: EventSource?
  var anomalies: Set<Anomaly> = []

  init(
    _ state: JobState, _ verdict: UInt64? = nil, _ source: EventSource? = nil,
    _ anomalies: Set<Anomaly> = []
  ) {
    self.state = state
    self.verdict = verdict
    self.source = source
    self.anomalies = anomalies
  }

  init(_ job: Job) {
    self.init(job.state, job.verdictSequence?.rawValue, job.verdictSource, job.anomalies)
  }
}
