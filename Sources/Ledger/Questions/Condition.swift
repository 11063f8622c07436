/// One thing that a filter tests; several values in it are joined by "or".
public enum Condition: Hashable, Sendable {
  /// Native id, short key, or the part of the id after `operations/`.
  case id([NameMatch])
  case state(Set<JobState>)
  /// Name of the account, or the dialect that it speaks.
  case provider([NameMatch])
  case model([NameMatch])
  case project([NameMatch])
  case label(name: String, [NameMatch])
  case reason([NameMatch])
  case charged(Set<ChargeWord>)
  case asset(Set<AssetWord>)
  /// Through which door the event came; of a job, the event that brought its verdict.
  case source(Set<EventSource>)
  case by([NameMatch])
  /// A phase of a job, in milliseconds.
  case phase(FilterPhase, [ValueRange<Int64>])
  /// In 10⁻⁹ units of the currency, whichever it is.
  case cost([ValueRange<Int128>])
  /// The length of the video that was asked for, in milliseconds.
  case videoLength([ValueRange<Int64>])
  case size([SizeMatch])
  case prompt([PromptMatch])
  /// Of the prompt.
  case hash([HashMatch])
  /// Places in the log: of the event; of a job, any of its events.
  case sequence([ValueRange<LogSequence>])
  case has(Set<HasWord>)
}

/// A condition, or its opposite.
public struct FilterTerm: Hashable, Sendable {
  public var isNegated: Bool
  public var condition: Condition

  public init(_ condition: Condition, isNegated: Bool = false) {
    self.condition = condition
    self.isNegated = isNegated
  }
}

/// The phases of a job that a filter can test.
public enum FilterPhase: String, CaseIterable, Sendable {
  /// From submission to the finish.
  case took
  case queued
  case running
  /// From the finish to the moment when we noticed.
  case lag
}

/// Whether a job is charged for.
public enum ChargeWord: String, CaseIterable, Sendable {
  case yes
  case no
  case unknown

  init(_ charge: Charge) {
    self =
      switch charge {
      case .yes: .yes
      case .no: .no
      case .unknown: .unknown
      }
  }
}

/// What became of a job's assets.
public enum AssetWord: String, CaseIterable, Sendable {
  /// At least one is saved.
  case saved
  /// At least one is there to be had and not saved.
  case unsaved
  /// At least one is there to be had, not saved, and lost within a day: as the provider says, else
  /// by ``ResultRules``.
  case expiring
  /// At least one was not saved, and the provider does not keep it any longer; also where the job
  /// expired before the ledger heard of any.
  case expired
  /// The job has none.
  case none
}

/// What a job can have or lack.
public enum HasWord: String, CaseIterable, Sendable {
  /// At least one result, saved or not.
  case asset
  /// At least one saved result.
  case saved
  /// A prompt, in words or as a hash.
  case prompt
  case note
  /// A known cost.
  case cost
  case label
  case project
  case anomaly
  /// At least one delivery.
  case webhook
  /// A provider's error code or text.
  case error
}

/// How long results are kept after the ends of their jobs, by dialects, in milliseconds.
///
/// It holds where an answer names no time; a dialect that is missing promises nothing.
public typealias ResultRules = [String: Int64]
