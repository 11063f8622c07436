/// What a price was and what it became, for the same model, place, resolution, sound and batch.
public struct PriceChange: Hashable, Sendable {
  /// The row that held then; nil for none.
  public let before: Price?
  /// The row that holds at the later moment; nil for none.
  public let after: Price?

  public enum Kind: String, CaseIterable, Sendable {
    case new
    case changed
    case ended
  }

  public var kind: Kind { before == nil ? .new : after == nil ? .ended : .changed }

  /// By how many percent, rounded to a tenth as tenths; nil where the units differ or nothing was
  /// asked before.
  public var tenthsOfPercent: Int64? {
    guard let old = before?.terms, let new = after?.terms, old.unit == new.unit,
      old.currency == new.currency, old.amount > .zero
    else { return nil }
    let (scaled, overflow) = (new.amount - old.amount).units
      .multipliedReportingOverflow(by: 1000)
    return overflow ? nil : Int64(exactly: Amount.halfEven(scaled, old.amount.units))
  }
}

/// What a price is for; several rows with different dates are for the same.
public struct PriceSubject: Hashable, Sendable {
  public let model: String
  public let scope: PriceScope
  public let resolution: ResolutionClass?
  public let audio: Bool?
  public let isBatch: Bool

  public init(_ terms: PriceTerms) {
    model = terms.model
    scope = terms.scope
    resolution = terms.resolution
    audio = terms.audio
    isBatch = terms.isBatch
  }
}

extension PriceSubject: Comparable {
  /// By model, place, resolution, sound and batch, as people read a list.
  public static func < (left: Self, right: Self) -> Bool { left.words < right.words }

  private var words: (String, String, Int, String, String, String) {
    (
      model, scope.canonicalText, resolution?.side ?? 0, resolution?.word ?? "",
      audio.map { $0 ? "audio" : "silent" } ?? "", isBatch ? "batch" : ""
    )
  }
}

extension PriceBook {
  /// The prices that are others at the later moment than at the earlier one, as lists are read.
  public func changes(from earlier: Moment, to later: Moment) -> [PriceChange] {
    func inForce(_ moment: Moment) -> [PriceSubject: Price] {
      Dictionary(
        all.filter { $0.terms.isValid(at: moment) }.map { (PriceSubject($0.terms), $0) },
        uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (inForce(earlier), inForce(later))
    return Set(old.keys).union(new.keys).sorted().compactMap { subject in
      let change = PriceChange(before: old[subject], after: new[subject])
      return change.before?.terms.text == change.after?.terms.text ? nil : change
    }
  }

  /// All rows as people read a list: by what they are for, then by when they begin.
  public var sortedForReading: [(price: Price, order: Int)] {
    zip(all, 1...).map { (price: $0, order: $1) }.sorted { left, right in
      let (first, second) = (left.price.terms, right.price.terms)
      let subjects = (PriceSubject(first), PriceSubject(second))
      if subjects.0 != subjects.1 { return subjects.0 < subjects.1 }
      let begins = [first, second].map { $0.from?.rawValue ?? .min }
      return (begins[0], left.order) < (begins[1], right.order)
    }
  }
}
