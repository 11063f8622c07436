/// One way to try to break a ledger, in units that do not depend on each other.
protocol BreakingMethod {
  /// Its name in the records of runs and in `docs/reliability.md`.
  static var name: String { get }
  /// What a unit is, such as `rounds`.
  static var units: String { get }
  /// What must hold in each unit, in one sentence.
  static var rule: String { get }
  /// How many units the method runs at once, where that saves work; 1 unless it says otherwise.
  static var unitsAtOnce: UInt64 { get }

  /// Runs one unit.
  ///
  /// - Parameters:
  ///   - number: Which unit, from 1.
  ///   - random: The unit's own numbers, the same in every run with the same seed.
  ///   - folder: Empty; the caller removes it after the unit.
  /// - Returns: What was seen.
  /// - Throws: What kept the unit from being run at all; that is no violation.
  mutating func run(
    unit number: UInt64, random: inout SeededGenerator, folder: String
  ) async throws -> UnitOutcome

  /// Runs units that follow each other, at most ``unitsAtOnce``; one outcome for each, in order.
  mutating func run(
    units: ClosedRange<UInt64>, seed: UInt64, folder: String
  ) async throws -> [UnitOutcome]
}

extension BreakingMethod {
  static var unitsAtOnce: UInt64 { 1 }

  mutating func run(
    units: ClosedRange<UInt64>, seed: UInt64, folder: String
  ) async throws -> [UnitOutcome] {
    var outcomes: [UnitOutcome] = []
    for number in units {
      var random = SeededGenerator(seed: seed, unit: number)
      outcomes.append(try await run(unit: number, random: &random, folder: folder))
    }
    return outcomes
  }
}

/// What one unit has shown.
struct UnitOutcome {
  /// What was counted on the way, such as `detected`; added up over all units.
  var counts: [String: Int] = [:]
  /// Each is one line that says what did not hold.
  var violations: [String] = []
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The numbers of one unit, which no other unit has.
  init(seed: UInt64, unit: UInt64) {
    var seeds = Self(seed: seed)
    state = seeds.next() ^ unit &* 0xd134_2543_de82_ef95
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}
