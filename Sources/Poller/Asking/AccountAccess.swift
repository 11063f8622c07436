public import Providers

/// An account with the key that opens it.
public struct AccountAccess: Sendable {
  public var account: Account
  /// `nil` where none is configured.
  public var key: String?
  /// Where the key would come from, for messages: `OPENAI_API_KEY`.
  public var keyName: String

  public init(account: Account, key: String?, keyName: String) {
    self.account = account
    self.key = key
    self.keyName = keyName
  }

  /// Whether the account can be asked: it has a key, or it is on this machine and may need none.
  public var isUsable: Bool {
    key != nil || ResultAddress(account.baseURL)?.isLoopback == true
  }
}
