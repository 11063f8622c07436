internal import Foundation
internal import Ledger

/// Checks a ledger as a power cut left it, with what a user would check it with.
struct ImageCheck {
  let folder: String
  /// The leaf hashes of all events that were ever appended, from sequence 1.
  let leaves: [TreeHash]

  /// How much of a ledger is looked at.
  struct Depth {
    /// The whole tree and all projections too.
    var verifies = false
    /// Whether one event is appended afterwards; the file is another one then.
    var appends = false
  }

  enum Finding {
    case held
    /// There is no ledger, and none was acknowledged.
    case noLedgerYet
    case violated(String)
  }

  /// - Parameters:
  ///   - acknowledged: Up to which sequence the writer had been told that all is durable.
  ///   - next: What the transaction after that would have acknowledged.
  ///   - depth: How much is looked at.
  /// - Returns: Whether the rule holds.
  func check(acknowledged: UInt64, next: UInt64, _ depth: Depth) async -> Finding {
    do {
      let ledger =
        depth.appends
        ? try Ledger.open(folder) { Moment(secondsSince1970: 1_800_000_000) }
        : try Ledger.open(readOnly: folder)
      if let violation = try records(ledger, acknowledged: acknowledged, next: next) {
        return .violated(violation)
      }
      if depth.verifies, let damage = try ledger.verify().damage.first {
        return .violated("verify: \(damage)")
      }
      guard depth.appends else { return .held }
      return try await append(ledger).map { .violated($0) } ?? .held
    } catch {
      return acknowledged == 0 ? .noLedgerYet : .violated("\(error)")
    }
  }

  /// Reads all records: gapless, each the one that was appended, and all or nothing of the
  /// transaction that the cut interrupted.
  private func records(
    _ ledger: Ledger, acknowledged: UInt64, next: UInt64
  ) throws(LedgerError) -> String? {
    let snapshot = try ledger.snapshot()
    let head = try snapshot.head()
    guard head.rawValue == acknowledged || head.rawValue == next else {
      return "head is \(head.rawValue), acknowledged \(acknowledged), next \(next)"
    }
    var sequence = LogSequence(rawValue: 1)
    while sequence <= head {
      guard let event = try snapshot.event(at: sequence), event.sequence == sequence else {
        return "event \(sequence.rawValue) of \(head.rawValue) is missing"
      }
      guard try snapshot.leafHash(at: sequence) == leaves[Int(sequence.rawValue) - 1] else {
        return "event \(sequence.rawValue) is not the one that was appended"
      }
      sequence = sequence.next
    }
    guard try snapshot.event(at: sequence) == nil else {
      return "there is an event \(sequence.rawValue) past the head"
    }
    return nil
  }

  /// Appends one event, and finds it and everything before it.
  private func append(_ ledger: Ledger) async throws -> String? {
    let head = try ledger.snapshot().head()
    let declaration = Declaration(
      account: "account-after", nativeID: "video_after", dialect: "openai-videos")
    let draft = EventDraft(
      subject: .job(declaration), source: .poll,
      fact: .statusObserved(
        Answer(httpStatus: 200, body: Array(repeating: 7, count: 3000)),
        Observation(state: .running)))
    let appended = try await ledger.append([draft])
    let newest = try ledger.snapshot().head()
    guard let last = appended.last, last.sequence == newest, newest > head else {
      return "after an append the head is \(newest.rawValue), before it was \(head.rawValue)"
    }
    let verification = try ledger.verify()
    return verification.damage.first.map { "verify after an append: \($0)" }
  }
}
