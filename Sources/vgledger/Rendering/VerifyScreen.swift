internal import Ledger
internal import Providers

/// What a verification found, and what it means.
struct VerifyScreen {
  private let found: Verification
  private let context: Context
  /// Checkpoints that the log goes on from.
  private var extended: [Kept] = []
  private var broken: [(kept: Kept, size: UInt64?)] = []
  private var unsigned: [Failure] = []

  private struct Kept {
    let path: String
    let checkpoint: Checkpoint
  }

  init(_ found: Verification, _ context: Context) {
    self.found = found
    self.context = context
  }

  /// Compares checkpoints that were kept elsewhere with the log.
  ///
  /// - Parameters:
  ///   - files: As they were read.
  ///   - key: Who must have signed; the ledger itself where it is `nil`.
  ///   - ledger: Of which the log is.
  /// - Throws: ``LedgerError`` where the ledger's own key cannot be read.
  mutating func compare(
    with files: [CheckpointFile], _ key: NoteVerifierKey?, in ledger: Ledger
  ) throws {
    guard !files.isEmpty else { return }
    let signer = if let key { key } else { try ledger.verifierKey() }
    for file in files {
      let checkpoint: Checkpoint
      do throws(ProofError) {
        checkpoint = try Checkpoint(file.note, signedBy: signer)
      } catch {
        unsigned.append(Failure(error, file.path))
        continue
      }
      let kept = Kept(path: file.path, checkpoint: checkpoint)
      let root = try? ledger.root(ofFirst: checkpoint.size)
      if root == checkpoint.root, checkpoint.size <= found.head.rawValue {
        extended.append(kept)
      } else {
        broken.append((kept, checkpoint.size > found.head.rawValue ? checkpoint.size : nil))
      }
    }
    extended.sort { $0.checkpoint.size < $1.checkpoint.size }
  }

  /// `nil` where everything holds.
  var exitStatus: ExitStatus? {
    if !found.isGood { return .verifyDiffers }
    if !broken.isEmpty { return .verifyShortened }
    return unsigned.isEmpty ? nil : .verifyUnsigned
  }

  /// Adds the findings and the verdict.
  func add(to report: inout Report, _ ledger: Ledger, took: Duration) throws {
    let origin = (try? ledger.snapshot().creation())??.origin ?? "?"
    let milliseconds =
      took.components.seconds * 1000 + took.components.attoseconds / 1_000_000_000_000_000
    report.head = [
      "ledger  \(origin.escaped)   events #1 – #\(found.head.rawValue)   "
        + "\(Words.bytes(try ledger.fileBytes())) in \(Words.duration(milliseconds))"
    ]
    for line in damageLines(in: ledger) { report.add(line, style: context.style) }
    for line in soundLines { report.add(line, style: context.style) }
    for line in try checkpointLines(in: ledger) { report.add(line, style: context.style) }
    for line in notes { report.add(line, style: context.style) }
    report.foot = verdict
    report.totals = [
      ("verified", .boolean(exitStatus == nil)), ("events", .number(String(found.head.rawValue))),
      ("records", .number(String(found.records))), ("root", .optional(found.root?.base64)),
      ("redacted", .number(String(found.redacted))),
      ("damaged", .number(String(found.damageCount))),
      ("checkpoints", .number(String(extended.count))),
    ]
  }

  private var count: String { found.records == 1 ? "1 record" : "\(found.records) records" }

  private var soundLines: [FindingLine] {
    var lines: [FindingLine] = []
    let isRecordDamaged = found.damage.contains { $0.sequence != nil }
    if !isRecordDamaged {
      lines.append(
        FindingLine(
          .good, "records", "\(count): bytes match their hashes, no gap in sequence"
        ))
    }
    let isTreeDamaged = found.damage.contains { $0.isOfTree }
    if let root = found.root, !isTreeDamaged {
      lines.append(
        FindingLine(.good, "tree", "Merkle root \(root.base64) at size \(found.head.rawValue)"))
    }
    if found.scope == .everything, found.damage.allSatisfy({ !$0.isOfProjections }) {
      lines.append(
        FindingLine(
          .good, "projections",
          "projections folded again equal the stored ones"))
    }
    return lines
  }

  private func damageLines(in ledger: Ledger) -> [FindingLine] {
    var lines = found.damage.map { DamageText(ledger, context).line($0) }
    if found.damageCount > found.damage.count {
      lines.append(
        FindingLine(.bad, "more", "and \(found.damageCount - found.damage.count) more"))
    }
    return lines
  }

  private func checkpointLines(in ledger: Ledger) throws -> [FindingLine] {
    var lines: [FindingLine] = []
    if let oldest = extended.first {
      let until = try? ledger.snapshot().event(at: LogSequence(rawValue: oldest.checkpoint.size))
      let date = until.map { ", up to \(Words.dateAndClock($0.recorded))" } ?? ""
      let count = extended.count == 1 ? "1 checkpoint" : "\(extended.count) checkpoints"
      lines.append(
        FindingLine(
          .good, "checkpoint",
          "extends \(count) kept outside, the oldest of size \(oldest.checkpoint.size)\(date)"))
    }
    for (kept, size) in broken {
      let what =
        if let size {
          "the log has \(found.head.rawValue) events, but \(kept.path.escaped) was signed at \(size)"
        } else {
          "root at size \(kept.checkpoint.size) differs from \(kept.path.escaped)"
        }
      lines.append(FindingLine(.bad, "checkpoint", what))
    }
    for failure in unsigned { lines.append(FindingLine(.bad, "signature", failure.message)) }
    return lines
  }

  private var notes: [FindingLine] {
    var lines: [FindingLine] = []
    if found.redacted > 0 {
      lines.append(
        FindingLine(
          .note, "redacted",
          "redacted parts in \(found.redacted == 1 ? "1 record" : "\(found.redacted) records"); "
            + "what is left matches the hashes"))
    }
    if found.clockStepCount > 0 {
      let steps = found.clockSteps.prefix(3).map {
        "#\($0.sequence.rawValue) −\(Words.duration($0.milliseconds))"
      }
      let more = found.clockStepCount > 3 ? ", …" : ""
      lines.append(
        FindingLine(
          .note, "clock",
          "\(found.clockStepCount) steps back of our clock (\(steps.joined(separator: ", "))\(more)); "
            + "order is by sequence"))
    }
    return lines
  }

  private var verdict: [String] {
    guard exitStatus == nil else {
      guard let sound = extended.last, found.isGood else { return ["NOT VERIFIED."] }
      return ["NOT VERIFIED. Sound up to the checkpoint of size \(sound.checkpoint.size)."]
    }
    let unproved = "  Not proven: that providers told the truth"
    if found.scope != .everything {
      return [
        "VERIFIED: the newest \(count) and the head.",
        unproved + ", and all that was not read.",
      ]
    }
    guard let oldest = extended.first else {
      return [
        "VERIFIED: the log is whole in itself.",
        unproved + ", and that nobody who can write here",
        "  has cut off or rewritten history; for that compare with a checkpoint kept elsewhere.",
      ]
    }
    return [
      "VERIFIED. Events #1 – #\(oldest.checkpoint.size) are those that were signed first.",
      unproved + ", and what came before the oldest checkpoint was signed.",
    ]
  }
}

/// A line of a verification: how it is, what was looked at, and what was found.
struct FindingLine {
  enum Level: String, CaseIterable {
    case good = "ok"
    case bad = "failed"
    case note
  }

  let level: Level
  let part: String
  let text: String
  var sequence: UInt64?
  var job: String?

  init(_ level: Level, _ part: String, _ text: String) {
    self.level = level
    self.part = part
    self.text = text
  }

  func mark(_ style: Style) -> String {
    switch level {
    case .good: style.isASCII ? "ok" : "✓"
    case .bad: style.isASCII ? "X " : "✗"
    case .note: style.isASCII ? "- " : "·"
    }
  }
}

extension Report {
  fileprivate mutating func add(_ line: FindingLine, style: Style) {
    add(
      "  \(line.mark(style)) \(line.text)",
      [
        ("part", .string(line.part)), ("level", .string(line.level.rawValue)),
        ("text", .string(line.text)),
        ("sequence", .optional(line.sequence.map { Int($0) })), ("job", .optional(line.job)),
      ])
  }
}

extension Damage {
  fileprivate var isOfTree: Bool {
    switch self {
    case .tile, .head, .leaf: true
    case .missing, .record, .unreadable, .projection, .structure: false
    }
  }

  fileprivate var isOfProjections: Bool {
    switch self {
    case .projection, .structure: true
    case .missing, .record, .unreadable, .leaf, .tile, .head: false
    }
  }
}
