/// What the checkers of one recording have found, unit by unit.
struct CheckerOutcomes {
  let units: ClosedRange<UInt64>
  private(set) var outcomes: [UnitOutcome]
  /// How many states of the plan are done.
  private(set) var done = 0
  private(set) var isWhole = false
  /// The state that is being checked.
  private var current: (unit: UInt64, kind: StatePlan.Kind)?
  /// Why the states could not be made.
  private var failure: String?
  private var controls = 0
  private var caught = 0

  /// So many control states of a recording must show something; fewer may all be harmless.
  private static let controlsToJudge = 10

  init(units: ClosedRange<UInt64>) {
    self.units = units
    outcomes = units.map { _ in UnitOutcome() }
  }

  var hasViolations: Bool { outcomes.contains { !$0.violations.isEmpty } }

  mutating func add(_ counts: [String: Int]) {
    outcomes[0].counts.merge(counts, uniquingKeysWith: +)
  }

  /// Takes in one line of a checker.
  mutating func take(_ line: Substring) {
    if line == "end" {
      isWhole = true
      current = nil
      return
    }
    let words = line.split(separator: " ", maxSplits: 3)
    switch words.first {
    case "begin" where words.count == 4:
      guard let position = Int(words[1]), let unit = UInt64(words[2]), units.contains(unit),
        let kind = StatePlan.Kind(rawValue: String(words[3]))
      else { return }
      done = position + 1
      current = (unit, kind)
    case "failed": failure = String(line.dropFirst("failed ".count))
    case "found": count(String(line.dropFirst("found ".count)))
    case "violated": violated(String(line.dropFirst("violated ".count)))
    default: return
    }
  }

  /// Takes in how a checker ended: its death is a finding about the state that it checked.
  mutating func take(_ end: ChildProgram.End) throws {
    switch end {
    case .exited(0) where isWhole: return
    case .exited, .signal:
      guard !isWhole, current != nil, failure == nil else {
        throw CrashStatesError.cannotStart("the checker", reason: failure ?? "\(end)")
      }
      violated("the checker died: \(end)")
      current = nil
    }
  }

  /// Controls that show nothing mean that the method could show nothing.
  mutating func judgeControls() {
    guard controls >= Self.controlsToJudge, caught == 0 else { return }
    outcomes[outcomes.count - 1].violations.append(
      "none of \(controls) control states, whose syncs were not heeded, was found to be broken")
  }

  private mutating func count(_ words: String) {
    guard let (unit, kind) = current else { return }
    let index = Int(unit - units.lowerBound)
    if kind.isControl {
      controls += 1
      outcomes[index].counts["control states \(kind.rawValue)", default: 0] += 1
    } else {
      outcomes[index].counts["states \(words)", default: 0] += 1
      if kind != .ordinary { outcomes[index].counts["states \(kind.rawValue)", default: 0] += 1 }
    }
  }

  private mutating func violated(_ words: String) {
    guard let (unit, kind) = current else { return }
    count("violated")
    let index = Int(unit - units.lowerBound)
    if kind.isControl {
      caught += 1
      outcomes[index].counts["control caught \(kind.rawValue)", default: 0] += 1
    } else {
      outcomes[index].violations.append("\(kind.rawValue) state, \(words)")
    }
  }
}
