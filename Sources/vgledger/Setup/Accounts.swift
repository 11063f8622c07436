internal import Ledger
internal import Poller
internal import Providers

/// The accounts of this run: the built-in three, and what the configuration file adds or changes.
struct Accounts {
  /// By name.
  let all: [String: AccountAccess]

  init(_ configuration: Configuration, _ environment: [String: String]) throws(Failure) {
    var all: [String: AccountAccess] = [:]
    for dialect in Dialect.allCases {
      let access = try Self.builtIn(dialect, environment)
      all[access.account.name] = access
    }
    for (name, entry) in configuration.accounts ?? [:] {
      all[name] = try Self.configured(name, entry, over: all[name], environment)
    }
    self.all = all
  }

  private static func builtIn(
    _ dialect: Dialect, _ environment: [String: String]
  ) throws(Failure) -> AccountAccess {
    var account = Account.builtIn(dialect)
    let (base, keys) =
      switch dialect {
      case .openAIVideos: ("OPENAI_BASE_URL", ["OPENAI_API_KEY"])
      case .geminiOperations: ("GOOGLE_GEMINI_BASE_URL", ["GEMINI_API_KEY", "GOOGLE_API_KEY"])
      case .vertexOperations: ("GOOGLE_VERTEX_BASE_URL", ["GOOGLE_VERTEX_ACCESS_TOKEN"])
      }
    if let url = environment[base], !url.isEmpty {
      try check(url, base)
      account = Account(name: account.name, dialect: dialect, baseURL: url)
    }
    let key = keys.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return AccountAccess(account: account, key: key, keyName: keys.joined(separator: " or "))
  }

  private static func configured(
    _ name: String, _ entry: Configuration.AccountEntry, over known: AccountAccess?,
    _ environment: [String: String]
  ) throws(Failure) -> AccountAccess {
    let dialect: Dialect
    if let text = entry.dialect {
      guard let spoken = Dialect(rawValue: text) else {
        let names = Dialect.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure(
          .configuration, "accounts.\(name): there is no dialect '\(text)'; known are \(names)")
      }
      dialect = spoken
    } else if let known {
      dialect = known.account.dialect
    } else {
      throw Failure(.configuration, "accounts.\(name) needs a dialect, such as openai-videos")
    }
    guard let baseURL = entry.baseURL ?? known?.account.baseURL else {
      throw Failure(.configuration, "accounts.\(name) needs a base_url")
    }
    try check(baseURL, "accounts.\(name).base_url")
    let key = entry.keyEnvironment.flatMap { environment[$0] } ?? known?.key
    return AccountAccess(
      account: Account(name: name, dialect: dialect, baseURL: baseURL), key: key,
      keyName: entry.keyEnvironment ?? known?.keyName ?? "key_env of accounts.\(name)")
  }

  /// A key must not travel in the open, but for this machine and the networks around it.
  private static func check(_ baseURL: String, _ place: String) throws(Failure) {
    guard let address = ResultAddress(baseURL.replacing("{location}", with: "location")) else {
      throw Failure(.configuration, "\(place) '\(baseURL.escaped)' is no address; write https://…")
    }
    guard address.isEncrypted || address.isPrivate else {
      throw Failure(
        .configuration, "\(place) '\(baseURL.escaped)' would send the key in the open; use https")
    }
  }

  /// The account of that name.
  func named(_ name: String) throws(Failure) -> AccountAccess {
    if let access = all[name] { return access }
    let names = all.keys.sorted().joined(separator: ", ")
    throw Failure(.usage, "there is no account '\(name)'; known are \(names)")
  }

  /// The account and id that a person means by an id and perhaps an account's name.
  func identify(
    _ text: String, provider: String?
  ) throws(Failure) -> (access: AccountAccess, id: JobID) {
    if let provider {
      let access = try named(provider)
      guard let id = JobID(text, dialect: access.account.dialect) else {
        throw Failure(.usage, "'\(text.escaped)' cannot be the id of a job")
      }
      return (access, id)
    }
    guard let id = JobID(recognizing: text) else {
      throw Failure(
        .usage,
        "'\(text.escaped)' is no id that names its provider; give one with --provider, such as sora, "
          + "veo or vertex")
    }
    return (try named(id.dialect.builtInAccount), id)
  }
}
