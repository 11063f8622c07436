/// What a verification has found.
public struct Verification: Sendable {
  /// What was read.
  public internal(set) var scope: VerificationScope
  /// The newest event when the verification began; later ones are not part of it.
  public internal(set) var head: LogSequence
  /// The root that the ledger has for the tree over all of them; `nil` where it cannot be read.
  public internal(set) var root: TreeHash?
  /// How many records were read and compared with their hashes.
  public internal(set) var records: UInt64 = 0
  /// How many of them have redacted parts.
  public internal(set) var redacted: UInt64 = 0
  /// How many jobs were folded again and compared.
  public internal(set) var jobs: UInt64 = 0
  /// Where our own clock had stepped back, in log order; at most ``findingsMost``.
  public internal(set) var clockSteps: [ClockStep] = []
  public internal(set) var clockStepCount = 0
  /// What is damaged or altered, in the order of the log; at most ``findingsMost``.
  public internal(set) var damage: [Damage] = []
  public internal(set) var damageCount = 0

  /// More findings are counted and not kept.
  public static let findingsMost = 100

  /// Whether nothing is damaged.
  public var isGood: Bool { damageCount == 0 }
}

/// How much a verification reads.
public enum VerificationScope: Hashable, Sendable {
  /// Every record, the whole tree, and all projections.
  case everything
  /// The newest records, up to so many, and the head of the tree.
  case newest(UInt64)
}

/// An event that was recorded at an earlier time than the one before it.
public struct ClockStep: Hashable, Sendable {
  public let sequence: LogSequence
  /// By how much, above 0.
  public let milliseconds: Int64
}

/// Something that is not as the ledger wrote it.
public enum Damage: Hashable, Sendable {
  /// There is no record of that sequence, or not in its place.
  case missing(LogSequence)
  /// The record is not the one that its leaf hash is of.
  case record(LogSequence)
  /// The record is as its hash says, and tells nothing that this version can read.
  case unreadable(LogSequence)
  /// The leaf hash of that record is missing.
  case leaf(LogSequence)
  /// A tile of the tree does not belong to the leaf hashes below it.
  case tile(level: Int, number: UInt64)
  /// The head of the tree is missing, or not that of the leaf hashes.
  case head
  /// A projection differs from what the log gives, for that job or as a whole.
  case projection(String, JobNumber?)
  /// The file's own structure is broken: nothing between the two sequences could be read on.
  case structure(from: LogSequence, to: LogSequence, why: String)

  /// The place in the log that it is about; `nil` where it is about none.
  public var sequence: LogSequence? {
    switch self {
    case .missing(let sequence), .record(let sequence), .unreadable(let sequence),
      .leaf(let sequence), .structure(let sequence, _, _):
      sequence
    case .tile, .head, .projection: nil
    }
  }
}

extension Verification {
  mutating func add(_ found: Damage) {
    damageCount += 1
    if damage.count < Self.findingsMost { damage.append(found) }
  }

  mutating func add(_ step: ClockStep) {
    clockStepCount += 1
    if clockSteps.count < Self.findingsMost { clockSteps.append(step) }
  }
}
