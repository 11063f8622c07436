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
  /// Units from one look with the real program to the next: each is six processes or more.
  private static let unitsOfProgram: UInt64 = 9
  private static let unitsOfControl: UInt64 = 50
  private var sound: SoundLedger?
  private var places: [(sequence: UInt64, range: Range<Int>)] = []
  /// The real program, and where it lies; `nil` to do without.
  private let path: String?
  private var program: RealProgram?

  init(program path: String?) { self.path = path }

  mutating func run(
    unit number: UInt64, random: inout SeededGenerator, folder: String
  ) async throws -> UnitOutcome {
    if sound == nil {
      let made = try await SoundLedger(
        beside: folder, events: Self.events, random: SeededGenerator(seed: 1))
      sound = made
      places = try made.placesOfRecords()
      program = try path.map { try RealProgram($0, beside: folder) }
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
    if let program, number % Self.unitsOfProgram == 1, let verdict = look.verdict {
      let seen = try ProgramLook(program, damaged, verdict, copy: damaged + ".copy")
      outcome.violations += seen.violations.map { "\(kind.rawValue): \($0)" }
      outcome.counts.merge(seen.counts, uniquingKeysWith: +)
    }
    if !outcome.violations.isEmpty { try sound.keep(damaged, as: "damage-unit-\(number)") }
    if number.isMultiple(of: Self.unitsOfControl) {
      try control(sound, &random, folder: folder, &outcome)
    }
    return outcome
  }

  /// What must be found broken: a verification that misses lost records, a program that says that
  /// all is well whatever it is asked, and one that fails without a word.
  private func control(
    _ sound: SoundLedger, _ random: inout SeededGenerator, folder: String,
    _ outcome: inout UnitOutcome
  ) throws {
    let newest = UInt64(sound.records.count)
    guard let lost = places.filter({ $0.sequence < newest }).randomElement(using: &random) else {
      throw ValidationError("no record lies in the file once only")
    }
    let damaged = folder + "/control"
    try sound.copy(to: damaged) { $0.resetBytes(in: lost.range) }
    let missed = try DamageLook(damaged, sound: sound.folder, isSalvaged: false, isShallow: true)
    outcome.counts["controls"] = 1
    if missed.violations.isEmpty {
      outcome.violations.append("control: a missed loss of #\(lost.sequence) was not noticed")
    }
    for name in ["/bin/true", "/bin/false"] where program != nil {
      let blind = try RealProgram(name, beside: damaged)
      let seen = try ProgramLook(blind, damaged, .found([lost.sequence]), copy: damaged + name)
      outcome.counts["controls", default: 0] += 1
      if seen.violations.isEmpty { outcome.violations.append("control: \(name) passed") }
    }
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
  @Option(help: "The real program, to look at each ninth file with it, too.") var vgledger: String?

  func run() async throws {
    let method = LostPages(program: vgledger)
    guard try await MethodRun(options: options).run(method) else { throw ExitCode.failure }
  }
}
