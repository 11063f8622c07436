/// One fact in the log, read back.
public struct Event: Hashable, Sendable {
  public var sequence: LogSequence
  /// `nil` for events of the ledger itself.
  public var job: JobNumber?
  public var source: EventSource
  /// Our clock when it was appended.
  public var recorded: Moment
  /// When the answer was received; differs from ``recorded`` for imports.
  public var observed: Moment
  public var marks: EventMarks
  public var fact: Fact

  public init(
    sequence: LogSequence, job: JobNumber?, source: EventSource, recorded: Moment,
    observed: Moment, marks: EventMarks = [], fact: Fact
  ) {
    self.sequence = sequence
    self.job = job
    self.source = source
    self.recorded = recorded
    self.observed = observed
    self.marks = marks
    self.fact = fact
  }
}

/// What is to be known about an event beside its fact.
public struct EventMarks: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Nobody said when the answer was received; ``Event/observed`` is the time of the append.
  public static let observedAssumed = Self(rawValue: 1)
  /// Another event has the same identity and other content.
  public static let conflict = Self(rawValue: 2)
  /// A private part has been redacted since (never part of the record's proof).
  public static let redacted = Self(rawValue: 4)
}

/// An event to be appended: the log gives it its sequence, its job number and its time.
public struct EventDraft: Hashable, Sendable {
  public indirect enum Subject: Hashable, Sendable {
    /// The job of that account and id; tracked first, with this declaration, if it is not known.
    case job(Declaration)
    case ledger
  }

  public var subject: Subject
  public var source: EventSource
  /// When the fact was observed; `nil` means now, which for `record` and `import` is only assumed
  /// and marked so (``EventMarks/observedAssumed``).
  public var observed: Moment?
  /// ``observed`` was already assumed by the ledger that this comes from.
  public var isObservedAssumed: Bool
  public var fact: Fact

  public init(
    subject: Subject, source: EventSource, observed: Moment? = nil,
    isObservedAssumed: Bool = false, fact: Fact
  ) {
    self.subject = subject
    self.source = source
    self.observed = observed
    self.isObservedAssumed = isObservedAssumed
    self.fact = fact
  }
}

/// What became of an appended draft.
public enum Appended: Hashable, Sendable {
  case appended(LogSequence)
  /// The same event is there already; nothing was written.
  case alreadyThere(LogSequence)
  /// An event with the same identity and other content is at `existing`; the new one was recorded
  /// beside it at `sequence`.
  case conflict(sequence: LogSequence, existing: LogSequence)

  /// Where the event stands in the log.
  public var sequence: LogSequence {
    switch self {
    case .appended(let sequence), .alreadyThere(let sequence): sequence
    case .conflict(let sequence, _): sequence
    }
  }
}
