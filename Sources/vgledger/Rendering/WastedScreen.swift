internal import Ledger

/// The screen of `cost --wasted`.
struct WastedScreen {
  static let columns: [Table.Column] = [
    .init(name: "FOR NOTHING"), .init(name: "JOBS", alignment: .right),
    .init(name: "AMOUNT", alignment: .right), .init(name: "AT LIST PRICE", alignment: .right),
    .init(name: "EXAMPLES", rank: 1),
  ]

  let style: Style
  /// The currency that need not be said.
  let only: Currency?

  static func words(_ kind: WasteKind, within: Int64?) -> String {
    switch kind {
    case .failedCharged: "failed but charged"
    case .filteredUnknown: "filtered, charge unknown"
    case .expiredUnsaved: "expired before download"
    case .submittedTwice:
      "submitted twice" + (within.map { " within \(Words.duration($0))" } ?? "")
    }
  }

  func cells(_ name: String, _ total: CostTotal, _ examples: [ShortKey]) -> [Table.Cell] {
    [
      .init(name), .init(String(total.jobs)), .init(amount(total)),
      .init(CostFoot.text(total.chargeUnknown, only: only)),
      .init(examples.map(\.text).joined(separator: " ")),
    ]
  }

  /// `12.80`, `≥ 12.80`, `?`; `–` where there is nothing.
  private func amount(_ total: CostTotal) -> String {
    if total.jobs == 0 { return style.isASCII ? "-" : "–" }
    if total.amounts.isEmpty { return total.unknownJobs > 0 ? "?" : "0.00" }
    let bound = total.isLowerBound ? (style.isASCII ? ">= " : "≥ ") : ""
    return bound + CostFoot.text(total.amounts, only: only)
  }
}
