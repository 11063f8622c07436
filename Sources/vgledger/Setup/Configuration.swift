internal import FoundationEssentials
internal import Ledger

/// A configuration file, `config.json5`; every part may be missing.
///
/// JSON5 because a file that people write needs comments, and because every reader of YAML brings
/// the whole of Foundation into each start (`docs/decisions/0005-configuration-in-json5.md`). All
/// settings, and where each may stand, are listed in ``Setting``.
struct Configuration: Decodable, Equatable {
  /// The ledger's folder.
  var ledger: String?
  var timezone: String?
  var privacy: Privacy?
  var poll: Poll?
  var budget: Budget?
  var serve: Serve?
  var checkpoint: Checkpoints?
  /// By the accounts' names.
  var accounts: [String: AccountEntry]?
  /// Named sets of overrides; none of them holds profiles itself.
  var profiles: [String: Configuration]?
  /// What a project file declares for the jobs that are tracked under it; no other file may.
  var project: String?
  var labels: [String: String]?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case ledger
    case timezone
    case privacy
    case poll
    case budget
    case serve
    case checkpoint
    case accounts
    case profiles
  }

  init() {}

  init(from decoder: any Decoder) throws {
    try KnownNames.check(decoder, CodingKeys.allCases.map(\.rawValue))
    let values = try decoder.container(keyedBy: CodingKeys.self)
    ledger = try values.decodeIfPresent(String.self, forKey: .ledger)
    timezone = try values.decodeIfPresent(String.self, forKey: .timezone)
    privacy = try values.decodeIfPresent(Privacy.self, forKey: .privacy)
    poll = try values.decodeIfPresent(Poll.self, forKey: .poll)
    budget = try values.decodeIfPresent(Budget.self, forKey: .budget)
    serve = try values.decodeIfPresent(Serve.self, forKey: .serve)
    checkpoint = try values.decodeIfPresent(Checkpoints.self, forKey: .checkpoint)
    accounts = try values.decodeIfPresent([String: AccountEntry].self, forKey: .accounts)
    profiles = try values.decodeIfPresent([String: Configuration].self, forKey: .profiles)
    if let nested = profiles?.first(where: { $0.value.profiles != nil }) {
      throw DecodingError.dataCorruptedError(
        forKey: .profiles, in: values,
        debugDescription: "profile '\(nested.key)' holds profiles; one level is all there is")
    }
  }

  /// What is kept of prompts.
  var prompts: PromptPolicy { privacy?.prompts ?? .full }

  /// Takes over everything that the other one says.
  mutating func override(with other: Self) {
    ledger = other.ledger ?? ledger
    timezone = other.timezone ?? timezone
    privacy = other.privacy ?? privacy
    budget = other.budget ?? budget
    if let said = other.serve { serve = (serve ?? Serve()).overridden(with: said) }
    if let said = other.checkpoint {
      checkpoint = (checkpoint ?? Checkpoints()).overridden(with: said)
    }
    project = other.project ?? project
    labels = other.labels ?? labels
    if let said = other.poll { poll = (poll ?? Poll()).overridden(with: said) }
    accounts = (accounts ?? [:]).merging(other.accounts ?? [:]) { $0.overridden(with: $1) }
    profiles = (profiles ?? [:]).merging(other.profiles ?? [:]) { low, high in
      var merged = low
      merged.override(with: high)
      return merged
    }
  }
}

extension Configuration {
  /// Reads a file's text; a part that it does not know is an error, for it would be silently
  /// without effect.
  static func read(_ data: Data, _ path: String) throws(Failure) -> Self {
    try JSON5.decode(Self.self, data, path)
  }
}

/// A project file, `.vgledger.json5`: it lies beside the work, so it may come from other people.
///
/// It says which project and labels jobs get that are tracked or recorded below it, and the time
/// zone; nothing that reaches a key, an address or the ledger.
struct ProjectFile: Decodable, Equatable {
  static let name = ".vgledger.json5"

  var project: String?
  var labels: [String: String]?
  var timezone: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case project
    case labels
    case timezone
  }

  init(from decoder: any Decoder) throws {
    try KnownNames.check(decoder, CodingKeys.allCases.map(\.rawValue))
    let values = try decoder.container(keyedBy: CodingKeys.self)
    project = try values.decodeIfPresent(String.self, forKey: .project)
    labels = try values.decodeIfPresent([String: String].self, forKey: .labels)
    timezone = try values.decodeIfPresent(String.self, forKey: .timezone)
    let wrong = labels?.first { Label(text: "\($0.key)=\($0.value)")?.name != $0.key }
    if let wrong {
      throw DecodingError.dataCorruptedError(
        forKey: .labels, in: values, debugDescription: "'\(wrong.key)' cannot be a label's name")
    }
  }

  var configuration: Configuration {
    var configuration = Configuration()
    configuration.project = project
    configuration.labels = labels
    configuration.timezone = timezone
    return configuration
  }
}
