internal import ArgumentParser
internal import Foundation
internal import Ledger

/// Takes more than a bit away: half pages, the end of the file, all of it, its meta pages.
struct LostPages: BreakingMethod {
  static let name = "damage"
  static let units = "damaged files"
  static let rule = """
    A file that lost half a page, its end, everything or its meta pages is refused or found damaged, or \
    reads as before; readers leave it as it is; salvage comes to its end and what it saves verifies; \
    no signal ends any of them.
    """

  private enum Kind: String, CaseIterable {
    case halfPage = "half a page zeroed"
    case cut = "cut at any length"
    case emptied = "emptied"
    case meta = "meta pages destroyed"
  }

  private static let events = 400
  private static let pageBytes = 4096
  private var sound: SoundLedger?

  mutating func run(
    unit number: UInt64, random: inout SeededGenerator, folder: String
  ) async throws -> UnitOutcome {
    if sound == nil {
      sound = try await SoundLedger(
        beside: folder, events: Self.events, random: SeededGenerator(seed: 1))
    }
    guard let sound else { return UnitOutcome() }
    let kind = Kind.allCases[Int(number % UInt64(Kind.allCases.count))]
    let damaged = folder + "/\(number)"
    var after = Data()
    try sound.copy(to: damaged) { bytes in
      Self.damage(&bytes, kind, &random)
      after = bytes
    }
    let look = try DamageLook(damaged, sound: sound.folder, isSalvaged: true)
    var outcome = UnitOutcome(
      counts: [kind.rawValue: 1], violations: look.violations.map { "\(kind.rawValue): \($0)" })
    if try Data(contentsOf: URL(fileURLWithPath: damaged + "/data.mdb")) != after {
      outcome.violations.append("\(kind.rawValue): the file was changed by who only read it")
    }
    if let saved = look.saved { outcome.counts["events saved"] = saved }
    switch look.verdict {
    case .refused: outcome.counts["refused at open"] = 1
    case .fault: outcome.counts["ended by the fault handler"] = 1
    case .found: outcome.counts["found by verify"] = 1
    case .same:
      outcome.counts["reads as before"] = 1
      if kind == .emptied { outcome.violations.append("an emptied file was opened") }
    case nil: break
    }
    return outcome
  }

  private static func damage(
    _ bytes: inout Data, _ kind: Kind, _ random: inout SeededGenerator
  ) {
    let pages = bytes.count / pageBytes
    switch kind {
    case .halfPage:
      let start = Int.random(in: 0..<2 * pages, using: &random) * pageBytes / 2
      for place in start..<start + pageBytes / 2 { bytes[place] = 0 }
    case .cut: bytes.removeSubrange(Int.random(in: 1..<bytes.count, using: &random)...)
    case .emptied: bytes = Data()
    case .meta:
      let which = Int.random(in: 0..<3, using: &random)
      for page in 0..<2 where which == 2 || which == page {
        for place in page * pageBytes..<page * pageBytes + 200 {
          bytes[place] = UInt8.random(in: 0...255, using: &random)
        }
      }
    }
  }
}

struct LostPagesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: LostPages.name, abstract: "Take pages away from the data file.")

  @OptionGroup var options: RunOptions

  func run() async throws {
    guard try await MethodRun(options: options).run(LostPages()) else { throw ExitCode.failure }
  }
}
