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

  /// Reads secrets from variables and files, and keys of tokens from files and addresses.
  ///
  /// - Throws: A ``Failure`` for a secret that cannot be used; it never repeats one.
  init(
    _ accounts: [String: AccountAccess], _ configuration: Configuration,
    _ environment: [String: String], _ client: ProviderClient
  ) async throws {
    for (name, access) in accounts.sorted(by: { $0.key < $1.key }) {
      let settings = configuration.accounts?[name]?.webhook ?? .init()
      let signature = try Self.signature(of: name, settings, environment)
      var keys: TokenKeys?
      if let place = settings.keys {
        let token = try await Self.token(place, settings.audience ?? "", name, environment, client)
        let taken = TokenKeys(token)
        keys = taken
        if !Self.isFile(place) {
          places.append(
            KeyPlace(
              account: name, address: place, audience: settings.audience ?? "", keys: taken))
        }
      }
      guard signature != nil || keys != nil else { continue }
      for path in WebhookEndpoint.names(of: name) where all[path] == nil {
        all[path] = WebhookEndpoint(name: path, access: access, signature: signature, keys: keys)
      }
    }
  }

  /// Fetches the keys at an address anew; what cannot be fetched leaves those that are there.
  static func refresh(_ place: KeyPlace, _ client: ProviderClient) async throws {
    let token = try await Self.token(place.address, place.audience, place.account, [:], client)
    place.keys.replace(with: token)
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

  private static func isFile(_ place: String) -> Bool { !place.contains("://") }

  private static func token(
    _ place: String, _ audience: String, _ account: String, _ environment: [String: String],
    _ client: ProviderClient
  ) async throws -> WebhookToken {
    let name = "accounts.\(account).webhook_jwks"
    let bytes =
      isFile(place)
      ? try read(place.inHome(environment), name) : try await fetch(place, name, client)
    do throws(WebhookToken.BadKeys) {
      return try WebhookToken(keySet: bytes, audience: audience)
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

  private static func fetch(
    _ address: String, _ name: String, _ client: ProviderClient
  ) async throws -> [UInt8] {
    guard let place = ResultAddress(address), place.isEncrypted || place.isLoopback else {
      throw Failure(.configuration, "\(name): '\(address.escaped)' is no https address")
    }
    let request = ProviderRequest(method: .get, url: address, keyPlace: .bearer)
    switch try await client.ask(request, key: nil) {
    case .answer(let answer) where answer.httpStatus == 200: return answer.body
    case .answer(let answer):
      throw Failure(
        .unreachable,
        "\(name): \(address.escaped) answers \(answer.httpStatus.map(String.init) ?? "nothing")")
    case .unreachable(let unreachable):
      throw Failure(
        .unreachable,
        "\(name): \(address.escaped) does not answer (\(unreachable.cause.rawValue))")
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
