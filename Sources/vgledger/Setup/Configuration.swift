internal import FoundationEssentials
internal import Ledger
internal import Poller
internal import Providers
internal import Yams

/// The configuration file, `config.yaml`; every part may be missing.
struct Configuration: Decodable {
  struct Privacy: Decodable {
    var prompts: PromptPolicy?
  }

  struct AccountEntry: Decodable {
    var dialect: String?
    var baseURL: String?
    var keyEnvironment: String?

    enum CodingKeys: String, CodingKey {
      case dialect
      case baseURL = "base_url"
      case keyEnvironment = "key_env"
    }
  }

  var timezone: String?
  var privacy: Privacy?
  var accounts: [String: AccountEntry]?

  /// What is kept of prompts.
  var prompts: PromptPolicy { privacy?.prompts ?? .full }

  /// Where the file is looked for; it need not be there.
  static func path(_ environment: [String: String]) -> String {
    if let path = environment["VGLEDGER_CONFIG"] { return path }
    let base = environment["XDG_CONFIG_HOME"] ?? (environment["HOME"] ?? "") + "/.config"
    return base + "/vgledger/config.yaml"
  }

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
    let text = String(decoding: data, as: UTF8.self)
    guard text.contains(where: { !$0.isWhitespace }) else { return Self() }
    do {
      return try YAMLDecoder().decode(Self.self, from: text)
    } catch {
      throw Failure(.configuration, "\(path): \(reason(error))")
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
      DecodingError.keyNotFound(_, let context), DecodingError.valueNotFound(_, let context):
      let place = context.codingPath.map(\.stringValue).joined(separator: ".")
      return (place.isEmpty ? "" : place + ": ") + context.debugDescription.firstLine
    default: return "\(error)".firstLine
    }
  }
}

extension PromptPolicy: Decodable {}

extension String {
  var firstLine: String { String(prefix { !$0.isNewline }) }
}
