internal import Poller

extension Configuration.AccountEntry {
  /// How much the account's provider may be asked.
  struct Limits: Equatable {
    var concurrent: Int?
    var perSecond: Double?
    var burst: Int?

    init() {}

    init(_ values: KeyedDecodingContainer<CodingKeys>) throws {
      concurrent = try Self.number(values, .limitConcurrent, 1...1000)
      burst = try Self.number(values, .limitBurst, 1...10_000)
      perSecond = try values.decodeIfPresent(Double.self, forKey: .limitPerSecond)
      if let perSecond, !(0.001...10_000).contains(perSecond) {
        throw DecodingError.dataCorruptedError(
          forKey: .limitPerSecond, in: values,
          debugDescription: "it must be 0.001 to 10000 questions a second")
      }
    }

    private static func number(
      _ values: KeyedDecodingContainer<CodingKeys>, _ key: CodingKeys, _ range: ClosedRange<Int>
    ) throws -> Int? {
      guard let number = try values.decodeIfPresent(Int.self, forKey: key) else { return nil }
      guard range.contains(number) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: values,
          debugDescription: "it must be \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }

    /// This, with what the other one says in its place.
    func overridden(with other: Self) -> Self {
      var limits = self
      limits.concurrent = other.concurrent ?? concurrent
      limits.perSecond = other.perSecond ?? perSecond
      limits.burst = other.burst ?? burst
      return limits
    }

    /// With what is usual where nothing is said.
    var account: AccountLimits {
      let usual = AccountLimits()
      return AccountLimits(
        concurrent: concurrent ?? usual.concurrent, perSecond: perSecond,
        burst: burst ?? usual.burst)
    }
  }

  /// What verifies the deliveries of the account.
  struct Webhook: Equatable {
    /// A variable with the secrets.
    var secretEnvironment: String?
    /// A file with the secrets, which only its owner can read.
    var secretFile: String?
    /// A program whose first line of output has the secrets; no shell reads its words.
    var secretCommand: [String]?
    /// A file or an address with the keys of tokens.
    var keys: String?
    var audience: String?

    init() {}

    init(_ values: KeyedDecodingContainer<CodingKeys>) throws {
      secretEnvironment = try values.decodeIfPresent(String.self, forKey: .webhookSecretEnvironment)
      secretFile = try values.decodeIfPresent(String.self, forKey: .webhookSecretFile)
      secretCommand = try Configuration.AccountEntry.command(values, .webhookSecretCommand)
      if [secretEnvironment, secretFile, secretCommand?.first].compactMap(\.self).count > 1 {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: values.codingPath,
            debugDescription:
              "give one of webhook_secret_env, webhook_secret_file and webhook_secret_command"))
      }
      keys = try values.decodeIfPresent(String.self, forKey: .webhookKeys)
      audience = try values.decodeIfPresent(String.self, forKey: .webhookAudience)
      if keys != nil, audience?.isEmpty ?? true {
        throw DecodingError.dataCorruptedError(
          forKey: .webhookKeys, in: values,
          debugDescription: "webhook_audience is missing: tokens for others would be taken")
      }
    }

    /// This, with what the other one says in its place; the secrets' source goes as a whole.
    func overridden(with other: Self) -> Self {
      var webhook = self
      if other.secretEnvironment != nil || other.secretFile != nil || other.secretCommand != nil {
        webhook.secretEnvironment = other.secretEnvironment
        webhook.secretFile = other.secretFile
        webhook.secretCommand = other.secretCommand
      }
      webhook.keys = other.keys ?? keys
      webhook.audience = other.audience ?? audience
      return webhook
    }
  }
}
