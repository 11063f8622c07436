public import FoundationEssentials

/// A moment in milliseconds since 1970-01-01T00:00:00Z, as every time in the ledger.
public struct Moment: RawRepresentable, Hashable, Comparable, Sendable {
  /// Milliseconds since 1970, UTC.
  public let rawValue: Int64

  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// The moment `seconds` after 1970; saturates at the ends of the range.
  public init(secondsSince1970 seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    rawValue = overflow ? (seconds < 0 ? .min : .max) : product
  }

  public init(_ date: Date) {
    let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
    rawValue = Int64(exactly: milliseconds) ?? (milliseconds < 0 ? .min : .max)
  }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// Milliseconds from `earlier` to this moment; negative when it is later.
  ///
  /// Saturates.
  public func milliseconds(since earlier: Self) -> Int64 {
    let (difference, overflow) = rawValue.subtractingReportingOverflow(earlier.rawValue)
    return overflow ? (rawValue < 0 ? .min : .max) : difference
  }

  /// This moment moved by `milliseconds`; saturates.
  public func adding(milliseconds: Int64) -> Self {
    let (sum, overflow) = rawValue.addingReportingOverflow(milliseconds)
    return Self(rawValue: overflow ? (milliseconds < 0 ? .min : .max) : sum)
  }

  /// The same moment as Foundation's type.
  public var date: Date { Date(timeIntervalSince1970: Double(rawValue) / 1000) }
}

/// A time that somebody else states, with how exactly they state it.
///
/// A provider's whole second *t* means the interval [*t*, *t* + 1 s).
public struct StatedMoment: Hashable, Sendable {
  public let moment: Moment
  /// The width of the interval in milliseconds: 1000 for whole seconds, 1 for milliseconds.
  public let width: Int64

  public init(_ moment: Moment, width: Int64) {
    self.moment = moment
    self.width = width
  }
}
