internal import FoundationEssentials
internal import Ledger
internal import Poller
internal import Providers

/// The endpoints that take deliveries, and where their keys come from.
struct WebhookEndpoints {
  /// Keys that lie at an address, and are fetched from there now and then.
  struct KeyPlace {
    let account: String
    let address: String
    let audience: String
    let keys: TokenKeys
  }

  /// By the last part of their paths.
  private(set) var all: [String: WebhookEndpoint] = [:]
  private(set) var places: [KeyPlace] = []
  /// The accounts whose provider has deliveries, but whose secret or keys are not known.
  private(set) var without: [String] = []

  /// Reads secrets from variables, files and programs, and keys of tokens from files; those at an
  /// address are still to be fetched.
  ///
  /// - Throws: A ``Failure`` for a secret that cannot be used; it never repeats one.
  init(
    _ accounts: [String: AccountAccess], _ configuration: Configuration,
    _ environment: [String: String]
  ) throws(Failure) {
    for (name, access) in accounts.sorted(by: { $0.key < $1.key }) {
      let settings = configuration.accounts?[name]?.webhook ?? .init()
      let signature = try Self.signature(of: name, settings, environment)
      var keys: TokenKeys?
      if let place = settings.keys {
        keys = try takeKeys(at: place, settings.audience ?? "", name, environment)
      }
      guard signature != nil || keys != nil else {
        if Self.hasDeliveries(access) { without.append(name) }
        continue
      }
      for path in WebhookEndpoint.names(of: name) where all[path] == nil {
        all[path] = WebhookEndpoint(name: path, access: access, signature: signature, keys: keys)
      }
    }
  }

  private mutating func takeKeys(
    at place: String, _ audience: String, _ account: String, _ environment: [String: String]
  ) throws(Failure) -> TokenKeys {
    let name = Self.keysSetting(account)
    guard place.contains("://") else {
      let bytes = try Self.read(place.inHome(environment), name)
      return TokenKeys(try Self.token(bytes, audience, name))
    }
    guard let address = ResultAddress(place), address.isEncrypted || address.isLoopback else {
      throw Failure(.configuration, "\(name): '\(place.escaped)' is no https address")
    }
    let keys = TokenKeys(nil)
    places.append(KeyPlace(account: account, address: place, audience: audience, keys: keys))
    return keys
  }

  /// Whether deliveries of the account's dialect are known to exist, and can be read.
  private static func hasDeliveries(_ access: AccountAccess) -> Bool {
    guard access.retiredSince == nil else { return false }
    return switch access.account.dialect {
    case .openAIVideos, .geminiOperations: true
    case .vertexOperations, .geminiInteractions, .runway, .replicate, .luma, .fal: false
    }
  }

  // MARK: Secrets

  /// The variable with the secrets of an account that needs no configuration.
  static func usualVariable(_ account: String) -> String? {
    switch account {
    case "sora": "OPENAI_WEBHOOK_SECRET"
    case "veo": "GEMINI_WEBHOOK_SECRET"
    case _: nil
    }
  }

  /// The secrets of an account's endpoint; `nil` where none is set.
  static func signature(
    of account: String, _ settings: Configuration.AccountEntry.Webhook,
    _ environment: [String: String]
  ) throws(Failure) -> WebhookSignature? {
    let text: String?
    let place: String
    if let path = settings.secretFile {
      place = path
      text = try KeySource.text(file: path, "webhook_secret_file", environment)
    } else if let words = settings.secretCommand {
      place = "the output of the webhook_secret_command of account \(account)"
      let line = try KeySource.firstLine(of: words, "webhook_secret_command", account)
      text = String(decoding: line, as: UTF8.self)
    } else {
      place = settings.secretEnvironment ?? usualVariable(account) ?? ""
      text = environment[place]
    }
    let secrets = (text ?? "").split { $0.isWhitespace || $0 == "," }.map(String.init)
    guard !secrets.isEmpty else { return nil }
    do throws(WebhookSignature.BadSecret) {
      return try WebhookSignature(secrets: secrets)
    } catch {
      throw Failure(.configuration, "\(place.escaped): \(error.text)")
    }
  }

  // MARK: Keys of tokens

  /// The setting that says where the keys are.
  static func keysSetting(_ account: String) -> String { "accounts.\(account).webhook_jwks" }

  private static func token(
    _ keySet: [UInt8], _ audience: String, _ name: String
  ) throws(Failure) -> WebhookToken {
    do throws(WebhookToken.BadKeys) {
      return try WebhookToken(keySet: keySet, audience: audience)
    } catch {
      throw Failure(.configuration, "\(name): \(error.why)")
    }
  }

  private static func read(_ path: String, _ name: String) throws(Failure) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20 else {
      throw Failure(.configuration, "\(name): \(path.escaped) cannot be read")
    }
    return Array(data)
  }

  /// Fetches the keys at an address once.
  static func fetch(_ place: KeyPlace, _ client: ProviderClient) async throws -> WebhookToken {
    let name = keysSetting(place.account)
    let address = place.address.escaped
    let request = ProviderRequest(method: .get, url: place.address, keyPlace: .bearer)
    switch try await client.ask(request, key: nil) {
    case .answer(let answer) where answer.httpStatus == 200:
      return try token(answer.body, place.audience, name)
    case .answer(let answer):
      throw Failure(
        .unreachable,
        "\(name): \(address) answers \(answer.httpStatus.map(String.init) ?? "nothing")")
    case .unreachable(let unreachable):
      throw Failure(
        .unreachable, "\(name): \(address) does not answer (\(unreachable.cause.rawValue))")
    }
  }
}

extension WebhookSignature.BadSecret {
  /// What is wrong with it, and what to do; never the secret.
  var text: String {
    switch self {
    case .noPrefix: "the secret does not begin with whsec_; copy it whole from the provider"
    case .notBase64: "the secret after whsec_ is not base 64; copy it whole from the provider"
    case .tooShort(let bytes): "the secret has only \(bytes) bytes; it must have 16 or more"
    }
  }
}
