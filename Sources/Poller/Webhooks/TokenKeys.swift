public import Providers
internal import Synchronization

/// The keys that verify tokens now; a provider changes them from time to time.
public final class TokenKeys: Sendable {
  private let token: Mutex<WebhookToken?>

  /// `token`: `nil` where the keys are still to be fetched.
  public init(_ token: WebhookToken?) { self.token = Mutex(token) }

  /// `nil` until keys were fetched for the first time.
  public var current: WebhookToken? { token.withLock { $0 } }

  /// Takes the keys that were fetched last.
  public func replace(with token: WebhookToken) { self.token.withLock { $0 = token } }
}
