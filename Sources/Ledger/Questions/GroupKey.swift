/// By what a question groups jobs.
public enum GroupKey: Hashable, Sendable {
  case account
  case dialect
  case model
  case project
  case state
  case reason
  case errorCode
  case size
  case resolution
  case seconds
  case by
  case label(String)
  case calendar(GroupUnit)

  /// The key's word in `--by` and in JSON.
  public var word: String {
    switch self {
    case .account: "provider"
    case .dialect: "dialect"
    case .model: "model"
    case .project: "project"
    case .state: "state"
    case .reason: "reason"
    case .errorCode: "error_code"
    case .size: "size"
    case .resolution: "resolution"
    case .seconds: "seconds"
    case .by: "by"
    case .label(let name): "label.\(name)"
    case .calendar(let unit): unit.rawValue
    }
  }

  /// The keys that have a fixed word.
  public static let plain: [Self] =
    [
      .account, .dialect, .model, .project, .state, .reason, .errorCode, .size, .resolution,
      .seconds, .by,
    ] + GroupUnit.allCases.map(Self.calendar)

  /// The key of that word; `nil` for an unknown one.
  public init?(word: String) {
    if word.hasPrefix("label."), word.count > 6 {
      self = .label(String(word.dropFirst(6)))
    } else if word == "account" {
      self = .account
    } else if let key = Self.plain.first(where: { $0.word == word }) {
      self = key
    } else {
      return nil
    }
  }

  /// Whether its values are units of the calendar.
  public var isCalendar: Bool {
    switch self {
    case .calendar: true
    case .account, .dialect, .model, .project, .state, .reason, .errorCode, .size, .resolution,
      .seconds, .by, .label:
      false
    }
  }
}

/// A unit of the calendar that people group by.
public enum GroupUnit: String, CaseIterable, Hashable, Sendable {
  case hour
  case day
  case week
  case month
  case quarter
  case year
}

/// What a job has under a ``GroupKey``; `nil` inside is unknown.
public enum GroupValue: Hashable, Sendable {
  case word(WordNumber?)
  case number(Int64?)
  case state(JobState)
  /// The moment at which the unit of the calendar begins.
  case start(Moment?)
  case text(String?)
}

/// What a job has under one key or two: small and quick to hash, for there is one a job.
public struct JobGroup: Hashable, Sendable {
  public var first: GroupValue?
  public var second: GroupValue?

  /// The group of all jobs.
  public init(_ first: GroupValue? = nil, _ second: GroupValue? = nil) {
    self.first = first
    self.second = second
  }

  /// The values, one a key.
  public var values: [GroupValue] { [first, second].compactMap(\.self) }
}
