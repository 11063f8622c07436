internal import FoundationEssentials
internal import Ledger

/// The configuration file, `config.json5`; every part may be missing.
///
/// JSON5 because a file that people write needs comments, and because every reader of YAML brings
/// the whole of Foundation into each start (`docs/decisions/0005-configuration-in-json5.md`).
struct Configuration: Decodable, Equatable {
  struct Privacy: Decodable, Equatable {
    var prompts: PromptPolicy?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case prompts
    }

    init(from decoder: any Decoder) throws {
      try KnownNames.check(decoder, CodingKeys.allCases.map(\.rawValue))
      let values = try decoder.container(keyedBy: CodingKeys.self)
      guard let word = try values.decodeIfPresent(String.self, forKey: .prompts) else { return }
      guard let policy = PromptPolicy(rawValue: word) else {
        throw DecodingError.dataCorruptedError(
          forKey: .prompts, in: values, debugDescription: "'\(word)' is none of full, hash, off")
      }
      prompts = policy
    }
  }

  struct AccountEntry: Decodable, Equatable {
    var dialect: String?
    var baseURL: String?
    /// The environment variable that holds the key.
    var keyEnvironment: String?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case dialect
      case baseURL = "base_url"
      case keyEnvironment = "key_env"
    }

    init(from decoder: any Decoder) throws {
      try KnownNames.check(decoder, CodingKeys.allCases.map(\.rawValue))
      let values = try decoder.container(keyedBy: CodingKeys.self)
      dialect = try values.decodeIfPresent(String.self, forKey: .dialect)
      baseURL = try values.decodeIfPresent(String.self, forKey: .baseURL)
      keyEnvironment = try values.decodeIfPresent(String.self, forKey: .keyEnvironment)
    }
  }

  var timezone: String?
  var privacy: Privacy?
  /// By the accounts' names.
  var accounts: [String: AccountEntry]?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case timezone
    case privacy
    case accounts
  }

  init() {}

  init(from decoder: any Decoder) throws {
    try KnownNames.check(decoder, CodingKeys.allCases.map(\.rawValue))
    let values = try decoder.container(keyedBy: CodingKeys.self)
    timezone = try values.decodeIfPresent(String.self, forKey: .timezone)
    privacy = try values.decodeIfPresent(Privacy.self, forKey: .privacy)
    accounts = try values.decodeIfPresent([String: AccountEntry].self, forKey: .accounts)
  }

  /// What is kept of prompts.
  var prompts: PromptPolicy { privacy?.prompts ?? .full }
}

extension Configuration {
  /// Where the file is looked for; it need not be there.
  static func path(_ environment: [String: String]) -> String {
    if let path = environment["VGLEDGER_CONFIG"] { return path }
    let base = environment["XDG_CONFIG_HOME"] ?? (environment["HOME"] ?? "") + "/.config"
    return base + "/vgledger/config.json5"
  }

  /// Reads the file; a part that it does not know is an error, for it would be silently without
  /// effect.
  static func read(_ environment: [String: String]) throws(Failure) -> Self {
    let path = path(environment)
    guard let data = FileManager.default.contents(atPath: path) else {
      if FileManager.default.fileExists(atPath: path) {
        throw Failure(.configuration, "\(path) cannot be read; check its mode")
      }
      if environment["VGLEDGER_CONFIG"] != nil {
        throw Failure(.configuration, "VGLEDGER_CONFIG names \(path), which is not there")
      }
      return Self()
    }
    return try read(data, path)
  }

  static func read(_ data: Data, _ path: String) throws(Failure) -> Self {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    do {
      return try decoder.decode(Self.self, from: data)
    } catch {
      throw Failure(.configuration, "\(path): \(reason(error))")
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
      DecodingError.keyNotFound(_, let context), DecodingError.valueNotFound(_, let context):
      let place = context.codingPath.map(\.stringValue).joined(separator: ".")
      return ((place.isEmpty ? "" : place + ": ") + context.debugDescription.firstLine).escaped
    default: return "\(error)".firstLine.escaped
    }
  }
}

/// Names that a part of the configuration may have.
private enum KnownNames {
  private struct AnyName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }

  static func check(_ decoder: any Decoder, _ known: [String]) throws {
    let container = try decoder.container(keyedBy: AnyName.self)
    guard let foreign = container.allKeys.first(where: { !known.contains($0.stringValue) })
    else { return }
    throw DecodingError.dataCorrupted(
      DecodingError.Context(
        codingPath: decoder.codingPath,
        debugDescription: "there is no setting '\(foreign.stringValue)'; known are "
          + known.joined(separator: ", ")))
  }
}
