internal import Ledger
internal import Poller
internal import Providers

/// The accounts of this run: the built-in three, and what the configuration file adds or changes.
struct Accounts {
  /// By name.
  private(set) var all: [String: AccountAccess]
  /// Where each one's key comes from.
  private let sources: [String: KeySource]

  /// Reads keys from variables and files; a ``KeySource/command(_:)`` is run when a provider is
  /// to be asked, by ``openKey(of:)``.
  ///
  /// `note`: told why a key could not be had, then and later in the run.
  init(
    _ configuration: Configuration, _ environment: [String: String],
    note: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(Failure) {
    let keys = KeyReading(environment: environment, note: note)
    var all: [String: AccountAccess] = [:]
    var sources: [String: KeySource] = [:]
    for dialect in Dialect.allCases {
      guard let account = Account.builtIn(dialect) else { continue }
      let source = keys.builtInSource(dialect, Self.keyVariables(dialect))
      sources[account.name] = source
      all[account.name] = try Self.builtIn(account, source, keys)
    }
    for (name, entry) in configuration.accounts ?? [:] {
      let source = Self.source(entry) ?? sources[name]
      all[name] = try Self.configured(name, entry, over: all[name], source, keys)
      sources[name] = source
    }
    self.all = all
    self.sources = sources
  }

  /// The variable that moves a built-in account; `nil` for any other account.
  static func baseVariable(_ name: String) -> String? {
    guard let dialect = Dialect.allCases.first(where: { $0.builtInAccount == name }) else {
      return nil
    }
    return switch dialect {
    case .openAIVideos: "OPENAI_BASE_URL"
    case .geminiOperations: "GOOGLE_GEMINI_BASE_URL"
    case .vertexOperations: "GOOGLE_VERTEX_BASE_URL"
    case .geminiInteractions, .runway, .replicate, .luma, .fal: nil
    }
  }

  private static func keyVariables(_ dialect: Dialect) -> [String] {
    switch dialect {
    case .openAIVideos: ["OPENAI_API_KEY"]
    case .geminiOperations: ["GEMINI_API_KEY", "GOOGLE_API_KEY"]
    case .vertexOperations: ["GOOGLE_VERTEX_ACCESS_TOKEN"]
    case .geminiInteractions, .runway, .replicate, .luma, .fal: []
    }
  }

  private static func source(_ entry: Configuration.AccountEntry) -> KeySource? {
    if let name = entry.keyEnvironment { return .variables([name]) }
    if let path = entry.keyFile { return .file(path) }
    if let path = entry.serviceAccountFile { return .serviceAccount(path) }
    return entry.keyCommand.map { .command($0) }
  }

  /// Whether there is a key, in words; never the key.
  func keyWords(_ name: String) -> String {
    if all[name]?.hasKey == true { return "set" }
    return switch sources[name] {
    case .command, .serviceAccount: "set when it is needed"
    case .variables, .file, nil: "not set"
    }
  }

  /// Where the key comes from, or would come from.
  func keyOrigin(_ name: String) -> String { sources[name]?.words ?? "nowhere" }

  /// Has the account's key from its source, where it is not known yet.
  ///
  /// - Throws: A ``Failure`` when the program fails; it repeats nothing of what it printed.
  func openKey(of name: String) async throws { try await all[name]?.key?.open() }

  /// Has every account's key from its source; what fails was told to `note`, and its account has no
  /// key.
  func openKeys() async {
    for name in all.keys.sorted() where all[name]?.retiredSince == nil {
      try? await openKey(of: name)
    }
  }

  private static func builtIn(
    _ known: Account, _ source: KeySource, _ keys: KeyReading
  ) throws(Failure) -> AccountAccess {
    let environment = keys.environment
    let dialect = known.dialect
    var account = known
    if let base = baseVariable(account.name), let url = environment[base], !url.isEmpty {
      try check(url, base)
      account = Account(name: account.name, dialect: dialect, baseURL: url)
    }
    return AccountAccess(
      account: account, key: try keys.key(from: source, of: account.name), keyName: source.words,
      storageBaseURL: try storageBase(account, environment))
  }

  private static func configured(
    _ name: String, _ entry: Configuration.AccountEntry, over known: AccountAccess?,
    _ source: KeySource?, _ keys: KeyReading
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
    // A source that the entry names is the only one: the key of another place is not sent there.
    let account = Account(name: name, dialect: dialect, baseURL: baseURL)
    return AccountAccess(
      account: account,
      key: try source.flatMap { source throws(Failure) in try keys.key(from: source, of: name) },
      keyName: source?.words ?? "key_env of accounts.\(name)",
      retiredSince: entry.retired, limits: entry.limits.account,
      storageBaseURL: try storageBase(account, keys.environment))
  }

  /// Where objects of Cloud Storage are fetched with the account's token.
  ///
  /// A token for another host than Google's is sent to Google only where the variable says so.
  private static func storageBase(
    _ account: Account, _ environment: [String: String]
  ) throws(Failure) -> String? {
    guard account.dialect == .vertexOperations else { return nil }
    if let url = environment[storageVariable], !url.isEmpty {
      try check(url, storageVariable)
      return url.hasSuffix("/") ? String(url.dropLast()) : url
    }
    let address = ResultAddress(account.baseURL.replacing("{location}", with: "location"))
    let isGoogle = address?.hasHost(endingWith: ".googleapis.com", or: "googleapis.com") ?? false
    return isGoogle ? "https://storage.googleapis.com" : nil
  }

  static let storageVariable = "GOOGLE_STORAGE_BASE_URL"

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
    guard let shape = JobID(recognizing: id.text)?.dialect else { return }
    try Self.refuse(shape, of: id.text, for: access)
  }

  /// Refuses an id whose form tells another dialect than the account's.
  static func refuse(
    _ shape: Dialect, of id: String, for access: AccountAccess
  ) throws(Failure) {
    guard shape != access.account.dialect else { return }
    throw Failure(
      .usage,
      "\(id.escaped.clipped(to: 60)) is an id of \(shape.rawValue), but account "
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
    return (try named(id.dialect.builtInAccount ?? id.dialect.rawValue), id)
  }
}
