internal import Ledger
internal import Providers

/// What is known of the money of some failures.
struct FailureCharges {
  var charged = 0
  var notCharged = 0
  var unknown = 0
  /// What the jobs of which nobody knows would cost at list price, by currency.
  var unknownAtList: [Currency: Amount] = [:]

  mutating func take(_ cost: JobCost) {
    switch cost.charge {
    case .yes: charged += 1
    case .no: notCharged += 1
    case .unknown:
      unknown += 1
      if let amount = cost.listPrice, let currency = cost.listCurrency {
        unknownAtList[currency, default: .zero] += amount
      }
    }
  }

  /// One word for all: `yes`, `no`, `unknown`, or `mixed`.
  var word: String {
    let words = [("yes", charged), ("no", notCharged), ("unknown", unknown)].filter { $0.1 > 0 }
    return words.count == 1 ? words[0].0 : "mixed"
  }

  /// `9.60 USD + 12.00 credits`.
  var atListText: String {
    unknownAtList.sorted { $0.key < $1.key }.map { "\($1.screenText) \($0.word)" }
      .joined(separator: " + ")
  }
}

/// The screen and the fields of `failures`.
struct FailuresScreen {
  /// A group with its money and the keys of its examples.
  struct Row {
    let group: FailureGroup
    var charges = FailureCharges()
    var examples: [ShortKey] = []
  }

  /// Next tries that it takes to say whether one pays.
  private static let triesLeast = 5

  let key: GroupKey
  let rows: [Row]
  let failures: Int
  let jobs: Int
  let text: GroupText
  let style: Style

  // MARK: Fields

  static let schema = AnswerSchema(
    name: "failures", title: "Jobs that failed, were filtered or lost, by group.", kind: .report,
    fields: [
      Field("group", .map(.anything), "The group's value under its key."),
      Field("state", .optional(.word(JobState.allCases.map(\.word))), "Their class, by reason."),
      Field("jobs", .whole, "How many."),
      Field("share_percent", .decimal, "Of all jobs in the window, rounded half up."),
      Field("models", .map(.whole), "Jobs by model; unknown stands as ?."),
      Field("reasons", .map(.whole), "Jobs by reason; unknown stands as ?."),
      Field("charged", .whole, "Jobs that are charged for."),
      Field("not_charged", .whole, "Jobs that are not."),
      Field("charge_unknown", .whole, "Jobs of which nobody says."),
      Field("charge_unknown_at_list", .map(.decimal), "What those cost at list price."),
      Field("next_tries", .whole, "Next tries with the same prompt and settings, decided."),
      Field("next_succeeded", .whole, "Those of them that succeeded."),
      Field("examples", .list(.text), "Keys of the newest jobs."),
    ],
    totals: [
      Field("failures", .whole, "Jobs in all groups."),
      Field("jobs", .whole, "All jobs in the window that the filter means."),
    ])

  func members(_ row: Row) -> [(String, JSON)] {
    let group = row.group
    return [
      ("group", .members([(key.word, text.json(group.value, key))])),
      ("state", .optional(group.state?.word)),
      ("jobs", .number(String(group.jobs))),
      ("share_percent", .string(Self.percent(group.jobs, of: jobs))),
      ("models", counts(group.models)),
      ("reasons", counts(group.reasons)),
      ("charged", .number(String(row.charges.charged))),
      ("not_charged", .number(String(row.charges.notCharged))),
      ("charge_unknown", .number(String(row.charges.unknown))),
      (
        "charge_unknown_at_list",
        .members(
          row.charges.unknownAtList.sorted { $0.key < $1.key }
            .map { ($0.word, .string($1.text)) })
      ),
      ("next_tries", .number(String(group.nextTries))),
      ("next_succeeded", .number(String(group.nextSucceeded))),
      ("examples", .array(row.examples.map { .string($0.whole) })),
    ]
  }

  private func counts(_ counts: [WordNumber?: Int]) -> JSON {
    .members(
      counts.map { (name($0), $1) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        .map { ($0, .number(String($1))) })
  }

  private func name(_ word: WordNumber?) -> String { word.flatMap { text.words[$0] } ?? "?" }

  /// Tenths of a percent, rounded half up: `12.1`.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0.0" }
    let permille = (2000 * part + whole) / (2 * whole)
    return "\(permille / 10).\(permille % 10)"
  }

  // MARK: Screen

  private var byReason: Bool { key == .reason }

  var columns: [Table.Column] {
    [
      Table.Column(name: "N", alignment: .right),
      Table.Column(name: byReason ? "CLASS · REASON" : key.word.uppercased(), widthMost: 40),
      Table.Column(name: byReason ? "MODELS" : "REASONS", rank: 2, widthMost: 28),
      Table.Column(name: "CHARGED", rank: 3),
      Table.Column(name: "NEXT TRY", rank: 4),
      Table.Column(name: "EXAMPLE"),
    ]
  }

  func cells(_ row: Row) -> [Table.Cell] {
    let group = row.group
    let tries =
      group.nextTries == 0
      ? (style.isASCII ? "-" : "—") : "\(group.nextSucceeded)/\(group.nextTries) ok"
    return [
      .init("\(group.jobs)"), .init(title(group), group.state.flatMap(Style.paint(of:))),
      .init(most(byReason ? group.modelsByCount : group.reasonsByCount)),
      .init(row.charges.word), .init(tries),
      .init(row.examples.map(\.text).joined(separator: " ")),
    ]
  }

  /// `failed · rate_limited (429)`.
  private func title(_ group: FailureGroup) -> String {
    let value = text.text(group.value, key)
    guard byReason else { return value }
    let status = group.httpStatuses.count == 1 ? group.httpStatuses.first ?? nil : nil
    let code = status.flatMap { (200..<300).contains($0) ? nil : " (\($0))" } ?? ""
    let state = (group.state?.word ?? "").padded(to: 8)
    let reason = group.value == .word(nil) ? "no reason given" : value
    return "\(state) \(style.isASCII ? "-" : "·") \(reason)\(code)"
  }

  /// `veo-3.1-generate-001 +1`.
  private func most(_ words: [WordNumber?]) -> String {
    guard let first = words.first else { return "" }
    return name(first) + (words.count > 1 ? " +\(words.count - 1)" : "")
  }

  func head(_ asked: Question, _ context: Context) -> String {
    let dot = style.isASCII ? "-" : "·"
    return "FAILED, FILTERED OR LOST  \(asked.header(context)) \(dot) \(failures) of \(jobs) jobs"
      + " (\(Self.percent(failures, of: jobs)) %)"
  }

  func foot() -> [String] {
    var lines: [String] = []
    if byReason { lines += rows.compactMap(advice).map { "  " + $0 } }
    var sure = FailureCharges()
    for row in rows {
      sure.charged += row.charges.charged
      sure.notCharged += row.charges.notCharged
      sure.unknown += row.charges.unknown
      sure.unknownAtList.merge(row.charges.unknownAtList, uniquingKeysWith: +)
    }
    var parts = ["Surely not charged \(sure.notCharged)"]
    if sure.charged > 0 { parts.append("charged \(sure.charged)") }
    if sure.unknown > 0 {
      let price = sure.unknownAtList.isEmpty ? "no list price" : "\(sure.atListText) at list price"
      parts.append("not known \(sure.unknown) (\(price))")
    }
    let dot = style.isASCII ? " - " : " · "
    lines.append("  " + parts.joined(separator: dot))
    lines.append("  details: vgledger list reason:REASON")
    return lines
  }

  /// Whether to try again, where enough others did.
  private func advice(_ row: Row) -> String? {
    let group = row.group
    guard group.nextTries >= Self.triesLeast else { return nil }
    let percent = group.nextSucceeded * 100 / group.nextTries
    let reason = text.text(group.value, key).escaped
    if percent >= 50 { return "Retrying \(reason) pays: \(percent) % pass unchanged." }
    if percent <= 10 { return "Retrying \(reason) does not pay: \(percent) % pass unchanged." }
    return nil
  }
}
