internal import Ledger

/// What is damaged, in words, with the job where one can be told.
struct DamageText {
  private let ledger: Ledger
  private let context: Context

  init(_ ledger: Ledger, _ context: Context) {
    self.ledger = ledger
    self.context = context
  }

  func line(_ damage: Damage) -> FindingLine {
    switch damage {
    case .missing(let sequence): about(sequence, "is missing")
    case .record(let sequence): about(sequence, "bytes do not match their hash")
    case .unreadable(let sequence): about(sequence, "cannot be read by this version")
    case .leaf(let sequence): about(sequence, "its hash is missing")
    case .tile(let level, let number):
      FindingLine(.bad, "tree", "tile \(number) of level \(level) differs from the hashes below it")
    case .head:
      FindingLine(.bad, "tree", "the head of the tree is not that of the log's hashes")
    case .projection(let name, let job): projection(name, job)
    case .structure(let from, let to, let why):
      FindingLine(
        .bad, "file",
        "the file's structure is broken between #\(from.rawValue) and #\(to.rawValue): \(why.escaped)"
      )
    }
  }

  private func about(_ sequence: LogSequence, _ what: String) -> FindingLine {
    let job = try? ledger.snapshot().job(ofEventAt: sequence)
    let key = job.flatMap { $0 }?.key.text
    var line = FindingLine(
      .bad, "record",
      "record #\(sequence.rawValue)\(key.map { " (job \($0.prefix(ShortKey.lengthLeast)))" } ?? ""): \(what)"
    )
    line.sequence = sequence.rawValue
    line.job = key
    return line
  }

  private func projection(_ name: String, _ number: JobNumber?) -> FindingLine {
    let job = number.flatMap { number in (try? ledger.snapshot().job(number)).flatMap { $0 } }
    let key = job?.key.text
    var line = FindingLine(
      .bad, "projections",
      "the projection of \(name) differs from the log"
        + (key.map { " for job \($0.prefix(ShortKey.lengthLeast))" } ?? "")
        + "; 'vgledger rebuild' makes it anew")
    line.job = key
    return line
  }
}
