internal import FoundationEssentials
internal import Ledger

extension Configuration {
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

  /// What may be spent.
  struct Budget: Decodable, Equatable {
    /// In a calendar month.
    var month: StatedAmount?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case month
    }

    init(from decoder: any Decoder) throws {
      try KnownNames.check(decoder, CodingKeys.allCases.map(\.rawValue))
      let values = try decoder.container(keyedBy: CodingKeys.self)
      guard let text = try values.decodeIfPresent(String.self, forKey: .month) else { return }
      guard let amount = StatedAmount(text) else {
        throw DecodingError.dataCorruptedError(
          forKey: .month, in: values,
          debugDescription: "'\(text)' is no amount such as '500.00 USD'")
      }
      month = amount
    }
  }

  /// An amount of money as a person wrote it: `500.00 USD`.
  struct StatedAmount: Equatable, CustomStringConvertible {
    /// Digits, and perhaps a point with digits after it.
    let digits: String
    /// Three capital letters.
    let currency: String

    init?(_ text: String) {
      let words = text.split(separator: " ").map(String.init)
      guard words.count == 2 else { return nil }
      let parts = words[0].split(separator: ".", omittingEmptySubsequences: false)
      guard (1...2).contains(parts.count), words[0].utf8.count <= 18,
        parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
        words[1].utf8.count == 3, words[1].utf8.allSatisfy({ (0x41...0x5a).contains($0) })
      else { return nil }
      digits = words[0]
      currency = words[1]
    }

    var description: String { "\(digits) \(currency)" }
  }

  struct AccountEntry: Decodable, Equatable {
    var dialect: String?
    var baseURL: String?
    /// Where the key comes from; one of the four at most.
    var keyEnvironment: String?
    var keyFile: String?
    /// A program and its arguments; no shell reads them.
    var keyCommand: [String]?
    /// The key file of a service account of Google Cloud, whose tokens are the keys.
    var serviceAccountFile: String?
    /// From this moment on the account is not asked any more.
    var retired: Moment?
    var limits = Limits()
    var webhook = Webhook()

    enum CodingKeys: String, CodingKey, CaseIterable {
      case dialect
      case baseURL = "base_url"
      case keyEnvironment = "key_env"
      case keyFile = "key_file"
      case keyCommand = "key_command"
      case serviceAccountFile = "service_account_file"
      case retired
      case limitConcurrent = "limit_concurrent"
      case limitPerSecond = "limit_per_second"
      case limitBurst = "limit_burst"
      case webhookSecretEnvironment = "webhook_secret_env"
      case webhookSecretFile = "webhook_secret_file"
      case webhookSecretCommand = "webhook_secret_command"
      case webhookKeys = "webhook_jwks"
      case webhookAudience = "webhook_audience"
    }

    init(from decoder: any Decoder) throws {
      try KnownNames.check(decoder, CodingKeys.allCases.map(\.rawValue))
      let values = try decoder.container(keyedBy: CodingKeys.self)
      dialect = try values.decodeIfPresent(String.self, forKey: .dialect)
      baseURL = try values.decodeIfPresent(String.self, forKey: .baseURL)
      keyEnvironment = try values.decodeIfPresent(String.self, forKey: .keyEnvironment)
      keyFile = try values.decodeIfPresent(String.self, forKey: .keyFile)
      keyCommand = try Self.command(values, .keyCommand)
      serviceAccountFile = try values.decodeIfPresent(String.self, forKey: .serviceAccountFile)
      if let day = try values.decodeIfPresent(String.self, forKey: .retired) {
        guard let moment = Moment(rfc3339: day) ?? Moment(rfc3339: day + "T00:00:00Z") else {
          throw DecodingError.dataCorruptedError(
            forKey: .retired, in: values,
            debugDescription: "'\(day)' is no day such as 2026-09-24")
        }
        retired = moment
      }
      limits = try Limits(values)
      webhook = try Webhook(values)
      if keySources > 1 {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath,
            debugDescription: "give one of key_env, key_file, key_command and service_account_file")
        )
      }
    }

    private var keySources: Int {
      [keyEnvironment, keyFile, keyCommand?.first, serviceAccountFile].count { $0 != nil }
    }

    /// A list of words, or a text of plain words with spaces between.
    static func command(
      _ values: KeyedDecodingContainer<CodingKeys>, _ name: CodingKeys
    ) throws -> [String]? {
      guard values.contains(name) else { return nil }
      let words: [String]
      if let text = try? values.decode(String.self, forKey: name) {
        // What a shell would act on cannot be meant as plain words.
        guard !text.contains(where: { "\"'\\$`|&;<>()*?[]#~!{}\n".contains($0) }) else {
          throw DecodingError.dataCorruptedError(
            forKey: name, in: values,
            debugDescription: "no shell reads it; write a list, such as ['pass', 'show', 'a b']")
        }
        words = text.split(separator: " ").map(String.init)
      } else {
        words = try values.decode([String].self, forKey: name)
      }
      guard let program = words.first, !program.isEmpty else {
        throw DecodingError.dataCorruptedError(
          forKey: name, in: values, debugDescription: "it names no program")
      }
      return words
    }

    /// This entry, with what the other one says in its place; a key's source goes as a whole.
    func overridden(with other: Self) -> Self {
      var entry = self
      entry.dialect = other.dialect ?? dialect
      entry.baseURL = other.baseURL ?? baseURL
      entry.retired = other.retired ?? retired
      entry.limits = limits.overridden(with: other.limits)
      entry.webhook = webhook.overridden(with: other.webhook)
      if other.keySources > 0 {
        entry.keyEnvironment = other.keyEnvironment
        entry.keyFile = other.keyFile
        entry.keyCommand = other.keyCommand
        entry.serviceAccountFile = other.serviceAccountFile
      }
      return entry
    }
  }
}

/// Names that a part of the configuration may have.
enum KnownNames {
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

/// Reading of JSON5 files, with errors in one line.
enum JSON5 {
  static func decode<Value: Decodable>(
    _ type: Value.Type, _ data: Data, _ path: String
  ) throws(Failure) -> Value {
    // Of other bytes Foundation's decoder may trap, in names for instance.
    guard String(validating: data, as: UTF8.self) != nil else {
      throw Failure(.configuration, "\(path): the file is not UTF-8 text")
    }
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    do {
      return try decoder.decode(type, from: data)
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
