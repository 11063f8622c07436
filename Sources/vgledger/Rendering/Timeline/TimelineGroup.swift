internal import ArgumentParser
internal import Ledger

/// By what the jobs of a timeline are put together.
enum TimelineGroup: ExpressibleByArgument, Equatable {
  case project
  case model
  case provider
  case state
  case label(String)

  init?(argument: String) {
    switch argument {
    case "project": self = .project
    case "model": self = .model
    case "provider", "account": self = .provider
    case "state": self = .state
    default:
      guard argument.hasPrefix("label."), argument.count > 6 else { return nil }
      self = .label(String(argument.dropFirst(6)))
    }
  }

  static let allValueStrings = ["project", "model", "provider", "state", "label.NAME"]

  /// What the job has of it; `nil` for nothing.
  func value(of job: Job) -> String? {
    switch self {
    case .project: job.project
    case .model: job.model
    case .provider: job.account
    case .state: job.state.word
    case .label(let name): job.labels.first { $0.name == name }?.value
    }
  }

  /// The heading of a group: `acme`, `no project`, `shot=sc010`, `no shot`.
  func heading(_ value: String?) -> String {
    switch self {
    case .project: value ?? "no project"
    case .model: value ?? "model unknown"
    case .provider, .state: value ?? "unknown"
    case .label(let name): value.map { "\(name)=\($0)" } ?? "no \(name)"
    }
  }
}
