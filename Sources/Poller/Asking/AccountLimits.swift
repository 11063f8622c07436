/// How much an account's provider may be asked.
public struct AccountLimits: Hashable, Sendable {
  /// Questions under way at the same time.
  public var concurrent: Int
  /// Questions a second in the long run; `nil` for no bound.
  public var perSecond: Double?
  /// Questions that may be asked at once after a rest.
  public var burst: Int

  public init(concurrent: Int = 16, perSecond: Double? = nil, burst: Int = 16) {
    self.concurrent = max(1, concurrent)
    self.perSecond = perSecond
    self.burst = max(1, burst)
  }
}
