internal import Ledger
internal import Poller
internal import Providers

/// The accounts of this run: the built-in three, and what the configuration file adds or changes.
struct Accounts {
  /// By name.
  private(set) var all: [String: AccountAccess]

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
    let named = keys.first { environment[$0]?.isEmpty == false }
    return AccountAccess(
      account: account, key: try key(named, environment), keyName: keys.joined(separator: " or "))
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
    let key = try key(entry.keyEnvironment, environment) ?? known?.key
    return AccountAccess(
      account: Account(name: name, dialect: dialect, baseURL: baseURL), key: key,
      keyName: entry.keyEnvironment ?? known?.keyName ?? "key_env of accounts.\(name)")
  }

  /// The key in an environment variable; the end of a line around it is no part of it.
  private static func key(
    _ name: String?, _ environment: [String: String]
  ) throws(Failure) -> String? {
    guard let name, let value = environment[name] else { return nil }
    var key = Substring(value)
    while key.last?.isWhitespace == true { key.removeLast() }
    while key.first?.isWhitespace == true { key.removeFirst() }
    guard key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw Failure(.configuration, "\(name) holds characters that no key has; set it again")
    }
    return key.isEmpty ? nil : String(key)
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

  /// These accounts and one that a file names, with its place and without a key; a configured one of
  /// that name stays what it is.
  func adding(_ binding: AccountBinding) throws(Failure) -> Self {
    guard all[binding.name] == nil else { return self }
    guard let dialect = Dialect(rawValue: binding.dialect) else {
      let names = Dialect.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(
        .badData, "there is no dialect '\(binding.dialect.escaped)'; known are \(names)")
    }
    try Self.check(binding.origin, "base_url")
    var accounts = self
    accounts.all[binding.name] = AccountAccess(
      account: Account(name: binding.name, dialect: dialect, baseURL: binding.origin), key: nil,
      keyName: "key_env of accounts.\(binding.name)")
    return accounts
  }

  /// The account of that name.
  func named(_ name: String) throws(Failure) -> AccountAccess {
    if let access = all[name] { return access }
    let names = all.keys.sorted().joined(separator: ", ")
    throw Failure(.usage, "there is no account '\(name)'; known are \(names)")
  }

  /// The account whose place a whole address names; `nil` for an id that is no address.
  private func atAddress(_ text: String) throws(Failure) -> AccountAccess? {
    guard let address = ResultAddress(text) else { return nil }
    let here = all.values.sorted { $0.account.name < $1.account.name }.first { access in
      let base = access.account.baseURL
      if let place = ResultAddress(base), place.isSameOrigin(as: address) { return true }
      return base.contains("{location}")
        && address.hasHost(
          endingWith: "-aiplatform.googleapis.com", or: "aiplatform.googleapis.com")
    }
    if let here { return here }
    throw Failure(
      .usage, "no account is at \(text.escaped.clipped(to: 60)); name one with --provider")
  }

  /// Refuses an id of another wire shape: a slip that would be asked about for ever.
  func refuseOtherDialect(_ access: AccountAccess, _ id: JobID) throws(Failure) {
    guard let shape = JobID(recognizing: id.text)?.dialect, shape != access.account.dialect
    else { return }
    throw Failure(
      .usage,
      "\(id.text.escaped.clipped(to: 60)) is an id of \(shape.rawValue), but account "
        + "\(access.account.name) speaks \(access.account.dialect.rawValue)")
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
    if let access = try atAddress(text), let id = JobID(text, dialect: access.account.dialect) {
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
