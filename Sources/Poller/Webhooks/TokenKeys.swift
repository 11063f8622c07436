public import Providers
internal import Synchronization

/// The keys that verify tokens now; a provider changes them from time to time.
public final class TokenKeys: Sendable {
  private let token: Mutex<WebhookToken>

  public init(_ token: WebhookToken) { self.token = Mutex(token) }

  public var current: WebhookToken { token.withLock { $0 } }

  /// Takes the keys that were fetched last.
  public func replace(with token: WebhookToken) { self.token.withLock { $0 = token } }
}
