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
    var outcome = UnitOutcome(violations: look.violations.map { "byte \(place): \($0)" })
    let hit = places.first { $0.range.contains(place) }?.sequence
    if hit != nil { outcome.counts["in a record in use"] = 1 }
    switch look.verdict {
    case .refused: outcome.counts["refused at open"] = 1
    case .fault: outcome.counts["ended by the fault handler"] = 1
    case .same:
      outcome.counts["harmless"] = 1
      if let hit { outcome.violations.append("byte \(place) of #\(hit) changed nothing") }
    case .found(let sequences):
      outcome.counts["found by verify"] = 1
      if let hit {
        if sequences.contains(hit) {
          outcome.counts["record named"] = 1
        } else {
          outcome.violations.append("byte \(place) is of #\(hit), and \(sequences) was named")
        }
      }
    case nil: break
    }
    return outcome
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
