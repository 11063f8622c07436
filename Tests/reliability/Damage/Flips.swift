internal import ArgumentParser
internal import Foundation
internal import Ledger

/// Flips one bit anywhere in the data file.
struct Flips: BreakingMethod {
  static let name = "flips"
  static let units = "flipped bits"
  static let rule = """
    A bit that was flipped anywhere in the data file is noticed, or everything reads as before; where \
    it was in a record's own bytes, the finding names its sequence; no signal ends the reader.
    """

  private static let events = 400
  /// Units from one control to the next.
  private static let unitsOfControl: UInt64 = 50
  private var sound: SoundLedger?
  private var places: [(sequence: UInt64, range: Range<Int>)] = []

  mutating func run(
    unit number: UInt64, random: inout SeededGenerator, folder: String
  ) async throws -> UnitOutcome {
    if sound == nil {
      let made = try await SoundLedger(
        beside: folder, events: Self.events, random: SeededGenerator(seed: 1))
      sound = made
      places = try made.placesOfRecords()
    }
    guard let sound else { return UnitOutcome() }
    let damaged = folder + "/\(number)"
    var place = 0
    try sound.copy(to: damaged) { bytes in
      place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }
    let look = try DamageLook(damaged, sound: sound.folder, isSalvaged: false)
    let hit = places.first { $0.range.contains(place) }?.sequence
    var outcome = UnitOutcome()
    outcome.violations = Self.violations(look, place: place, hit: hit)
    if !outcome.violations.isEmpty { try sound.keep(damaged, as: "flips-unit-\(number)") }
    if hit != nil { outcome.counts["in a record in use"] = 1 }
    switch look.verdict {
    case .refused: outcome.counts["refused at open"] = 1
    case .fault: outcome.counts["ended by the fault handler"] = 1
    case .same: outcome.counts["harmless"] = 1
    case .found(let named):
      outcome.counts["found by verify"] = 1
      if let hit, named.contains(hit) { outcome.counts["record named"] = 1 }
      if let hit, named == [hit] { outcome.counts["record named, and no other"] = 1 }
    case nil: break
    }
    if number.isMultiple(of: Self.unitsOfControl) {
      try control(sound, &random, folder: folder + "/control", &outcome)
    }
    return outcome
  }

  /// What does not hold, where a bit of that record, if of any, was flipped.
  private static func violations(_ look: DamageLook, place: Int, hit: UInt64?) -> [String] {
    var found = look.violations
    if let hit {
      switch look.verdict {
      case .same: found.append("it is of #\(hit), and changed nothing")
      case .found(let named) where named.contains(hit): break
      case .found(let named): found.append("it is of #\(hit), and \(named.sorted()) was named")
      case .refused(let why) where why.contains("rawValue: \(hit))"): break
      case .refused(let why): found.append("it is of #\(hit), and was refused with \(why)")
      case .fault: found.append("it is of #\(hit), and ended the reader")
      case nil: break
      }
    }
    return found.map { "byte \(place): \($0)" }
  }

  /// Two that must be found broken: a verification that misses a flipped record, and a finding that
  /// is taken for one of another record.
  private func control(
    _ sound: SoundLedger, _ random: inout SeededGenerator, folder: String,
    _ outcome: inout UnitOutcome
  ) throws {
    let newest = UInt64(sound.records.count)
    guard let (hit, range) = places.filter({ $0.sequence < newest }).randomElement(using: &random)
    else { throw ValidationError("no record lies in the file once only") }
    let place = Int.random(in: range, using: &random)
    try sound.copy(to: folder) { $0[place] ^= 1 }
    let missed = try DamageLook(folder, sound: sound.folder, isSalvaged: false, isShallow: true)
    outcome.counts["controls"] = 2
    if Self.violations(missed, place: place, hit: hit).isEmpty {
      outcome.violations.append("control: a missed flip of #\(hit) was not noticed")
    }
    let look = try DamageLook(folder, sound: sound.folder, isSalvaged: false)
    if Self.violations(look, place: place, hit: newest + 1).isEmpty {
      outcome.violations.append("control: a finding of another record passed")
    }
  }
}

struct FlipsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Flips.name, abstract: "Flip a bit anywhere in the data file.")

  @OptionGroup var options: RunOptions

  func run() async throws {
    guard try await MethodRun(options: options).run(Flips()) else { throw ExitCode.failure }
  }
}
