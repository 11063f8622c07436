/// All that the phases of a job follow from.
public struct PhaseFacts: Hashable, Sendable {
  public var state: JobState
  /// The interval in which the job was submitted; `nil` where it is only known when the ledger
  /// first heard of it.
  public var start: ClosedRange<Moment>?
  public var marks: PhaseMarks
  /// Who brought the verdict.
  public var verdictSource: EventSource?
  /// When the first of its assets was saved.
  public var firstSaved: Moment?

  init(
    state: JobState, start: ClosedRange<Moment>?, marks: PhaseMarks, verdictSource: EventSource?,
    firstSaved: Moment?
  ) {
    self.state = state
    self.start = start
    self.marks = marks
    self.verdictSource = verdictSource
    self.firstSaved = firstSaved
  }

  public init(_ job: Job) {
    state = job.state
    start = job.start
    marks = job.marks
    verdictSource = job.verdictSource
    firstSaved = job.assets.compactMap(\.savedAt).min()
  }
}

extension Job {
  /// The interval in which the job was submitted; `nil` where it is only known when the ledger
  /// first heard of it.
  public var start: ClosedRange<Moment>? {
    switch submittedFrom {
    case .client, .provider, .id: submitted.map(\.range)
    case .firstSeen, nil: nil
    }
  }

  /// When the ledger saw the verdict; `nil` for open jobs.
  public var verdictObserved: Moment? { state.isVerdict ? stateObserved : nil }

  /// When it ended: by its phases, else when the ledger saw the verdict; `nil` while it is open.
  public var ended: Moment? {
    state.isVerdict ? Phases(self).finishedMiddle ?? verdictObserved : nil
  }
}
