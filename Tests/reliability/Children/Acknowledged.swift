internal import Ledger

/// What writers have said about their appends.
struct Acknowledged {
  /// The mark of each acknowledged draft, by its place.
  private(set) var marks: [UInt64: String] = [:]
  /// The longest wait for an append.
  private(set) var slowest: Duration = .zero
  private(set) var violations: [String] = []

  /// Takes in a writer's line.
  mutating func take(_ line: some StringProtocol) {
    let words = line.split(separator: " ", maxSplits: 1)
    guard words.count == 2 else { return }
    if words[0] == "failed" {
      violations.append("a writer gave up: \(words[1])")
    } else if words[0] == "slowest" {
      slowest = max(slowest, .microseconds(Int64(words[1]) ?? 0))
    } else if let sequence = UInt64(words[0]) {
      if let other = marks.updateValue(String(words[1]), forKey: sequence) {
        violations.append("\(sequence) was acknowledged for \(other) and for \(words[1])")
      }
    }
  }

  /// Looks whether a ledger holds all of it, once, without gaps, and is whole.
  ///
  /// - Parameters:
  ///   - ledger: Nobody may append to it meanwhile.
  ///   - scratch: A folder that exists and is empty.
  /// - Returns: What did not hold, and the head of the log.
  /// - Throws: What kept the ledger from being read at all.
  func check(_ ledger: Ledger, scratch: String) throws -> (violations: [String], head: UInt64) {
    var found = violations
    let head = try ledger.snapshot().head().rawValue
    if let newest = marks.keys.max(), newest > head {
      found.append("\(newest) was acknowledged, but the log ends at \(head)")
    }
    var places: [String: UInt64] = [:]
    let snapshot = try ledger.snapshot()
    for sequence in 1...max(head, 1) {
      do throws(LedgerError) {
        guard let event = try snapshot.event(at: LogSequence(rawValue: sequence)) else {
          found.append("nothing is at \(sequence) of \(head)")
          continue
        }
        let mark = writerMark(of: event.fact)
        if let wanted = marks[sequence], mark != wanted {
          found.append("\(sequence) was acknowledged for \(wanted), and is of \(mark ?? "none")")
        }
        if let mark, let other = places.updateValue(sequence, forKey: mark) {
          found.append("\(mark) is at \(other) and at \(sequence)")
        }
      } catch {
        found.append("reading \(sequence): \(error)")
      }
    }
    let verification = try ledger.verify()
    if !verification.isGood {
      found.append("verify: \(verification.damageCount), \(verification.damage.prefix(3))")
    }
    let projections = try ledger.checkProjections(scratch: scratch)
    if !projections.isClean {
      found.append("projections: \(projections.differences.filter { $0.count > 0 })")
    }
    return (found, head)
  }
}
