internal import Ledger
internal import Providers

/// A job that is concluded otherwise, in words and in members.
struct ConclusionText {
  private let change: ConclusionChange
  private let arrow: String

  init(_ change: ConclusionChange, _ style: Style) {
    self.change = change
    arrow = style.isASCII ? "->" : "→"
  }

  /// `v7k2q9…  failed → filtered (safety), not charged`.
  var line: String {
    let account = change.account.escaped
    return "\(change.key.text)  \(account)  \(Self.words(change.before)) \(arrow) "
      + Self.words(change.after)
  }

  var members: [(String, JSON)] {
    [
      ("key", .string(change.key.text)), ("id", .string(change.nativeID)),
      ("account", .string(change.account)),
    ] + Self.members("before_", change.before) + Self.members("", change.after)
  }

  private static func words(_ conclusion: JobConclusion?) -> String {
    guard let conclusion else { return "?" }
    var words = conclusion.state.word
    if let reason = conclusion.reason { words += " (\(reason.rawValue.escaped))" }
    if let isCharged = conclusion.isCharged { words += isCharged ? ", charged" : ", not charged" }
    if let cost = cost(conclusion) { words += ", \(cost.escaped)" }
    return words
  }

  private static func members(
    _ prefix: String, _ conclusion: JobConclusion?
  ) -> [(String, JSON)] {
    [
      (prefix + "state", .optional(conclusion?.state.word)),
      (prefix + "reason", .optional(conclusion?.reason?.rawValue)),
      (prefix + "charged", conclusion?.isCharged.map(JSON.boolean) ?? .null),
      (prefix + "cost", .optional(conclusion.flatMap(cost))),
    ]
  }

  private static func cost(_ conclusion: JobConclusion) -> String? {
    conclusion.statedCost.map { cost in
      [cost.amount, cost.currency].compactMap(\.self).joined(separator: " ")
    }
  }
}
