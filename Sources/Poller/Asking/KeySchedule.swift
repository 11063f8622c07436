/// When a key is had anew; times are since the key's source was opened.
struct KeySchedule: Hashable, Sendable {
  /// A key whose source does not say how long it lives is had anew after this.
  ///
  /// `gcloud auth print-access-token` gives tokens of an hour, of which some may be over already.
  static let lifetimeUsual = Duration.minutes(45)
  /// A key is had anew so long before it expires.
  static let margin = Duration.minutes(5)
  /// After a try, whatever it brought, there is no other one for so long.
  static let pause = Duration.minutes(1)

  private var tried: Duration?
  private var due: Duration?

  /// Whether a key is to be had before the next question.
  func isDue(at now: Duration) -> Bool {
    guard isRested(at: now) else { return false }
    return due.map { $0 <= now } ?? true
  }

  /// Whether a provider that refuses the key has it fetched anew.
  func isDueAfterRefusal(at now: Duration) -> Bool { isRested(at: now) }

  private func isRested(at now: Duration) -> Bool {
    tried.map { $0 + Self.pause <= now } ?? true
  }

  /// A try begins.
  mutating func begin(at now: Duration) { tried = now }

  /// A try brought a key.
  ///
  /// - Parameters:
  ///   - lifetime: How long it can be used; `nil` where nobody says it.
  ///   - now: When it came.
  mutating func took(lifetime: Duration?, at now: Duration) {
    due = now + (lifetime.map { max($0 - Self.margin, Self.pause) } ?? Self.lifetimeUsual)
  }
}

extension Duration {
  fileprivate static func minutes(_ number: Int) -> Duration { .seconds(60 * number) }
}
