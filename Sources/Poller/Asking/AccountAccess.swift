public import Ledger
public import Providers

/// An account with the key that opens it.
public struct AccountAccess: Sendable {
  public var account: Account
  /// `nil` where none is configured.
  public var key: AccountKey?
  /// Where the key would come from, for messages: `OPENAI_API_KEY`.
  public var keyName: String
  /// From this moment on the account is not asked any more; `nil` for one in use.
  public var retiredSince: Moment?
  public var limits: AccountLimits
  /// Where objects of Cloud Storage are fetched with the account's key, without a slash at its end;
  /// `nil` where the key is none of Google's.
  public var storageBaseURL: String?

  /// `key`: where it comes from a program or a file, it may change.
  public init(
    account: Account, key: AccountKey?, keyName: String, retiredSince: Moment? = nil,
    limits: AccountLimits = AccountLimits(), storageBaseURL: String? = nil
  ) {
    self.storageBaseURL = storageBaseURL
    self.limits = limits
    self.account = account
    self.key = key
    self.keyName = keyName
    self.retiredSince = retiredSince
  }

  /// An account whose key stays what it is; `nil` for none.
  public init(account: Account, key: String?, keyName: String) {
    self.init(account: account, key: key.map { AccountKey($0) }, keyName: keyName)
  }

  /// Whether a key is known now.
  public var hasKey: Bool { key?.current != nil }

  /// All keys of this run, to be cut out of what is stored.
  public var knownKeys: [String] { key?.known ?? [] }

  /// Whether the account can be asked: it has a key, or it is on this machine and may need none.
  public var isUsable: Bool {
    hasKey || ResultAddress(account.baseURL)?.isLoopback == true
  }

  /// The event that binds the account's name to its place; appended with the account's first use.
  ///
  /// `isRebind`: a person says on purpose that the account has moved.
  public func binding(isRebind: Bool = false) -> EventDraft {
    EventDraft(
      subject: .ledger, source: isRebind ? .person : .tool,
      fact: .ledgerAccount(
        AccountBinding(
          name: account.name, dialect: account.dialect.rawValue, origin: account.baseURL,
          isRebind: isRebind)))
  }

  /// Refuses an account whose name stands for another place in the ledger: it is not even asked, so
  /// that its key stays here.
  ///
  /// - Throws: ``LedgerError/accountMoved(name:bound:asked:)``.
  public func refuseIfMoved(in ledger: Ledger) throws(LedgerError) {
    guard let bound = try ledger.snapshot().account(account.name)?.origin,
      bound != account.baseURL
    else { return }
    throw .accountMoved(name: account.name, bound: bound, asked: account.baseURL)
  }
}
