/// The place of an event in the log: 1 for the first, then 2, 3, … without gaps.
public struct LogSequence: RawRepresentable, Hashable, Comparable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The place after this one.
  public var next: Self { Self(rawValue: rawValue + 1) }
}

/// The number of a job: the sequence of its first event, so job numbers are in time order.
public struct JobNumber: RawRepresentable, Hashable, Comparable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
