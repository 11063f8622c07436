internal import Ledger
internal import Providers

/// One record of an imported file, before it is anybody's job.
struct ImportRecord {
  enum Kind {
    /// A line of our own export, whatever its kind.
    case logged(LoggedLine)
    /// An answer as the provider gave it, read by the dialect as a live one is.
    case answer
    /// An answer told by somebody else, read already.
    case retold(Observation)
    /// A create call that was refused before a job existed.
    case refused(Observation)
    /// Nothing but a declaration.
    case declaration
  }

  var kind = Kind.answer
  /// Account, job, time and body.
  var line: ObservationLine
  var declared = DeclaredFacts()
  /// What the job cost, by whoever wrote the record.
  var statedCost: StatedCost?

  init(_ line: ObservationLine) { self.line = line }

  /// An answer in our own form is as any other; what else a ledger has written stands as it is.
  init(logged: LoggedLine) {
    switch logged {
    case .answer(let line): self.init(line)
    case .account, .price, .statement:
      self.init(ObservationLine(body: []))
      kind = .logged(logged)
    }
  }

  /// Whether it binds an account itself.
  var bindsAccount: Bool {
    if case .logged(let line) = kind { line.isAccount } else { false }
  }
}

/// Seconds as records write them.
enum RecordNumbers {
  static func milliseconds(ofSeconds seconds: Double?) -> Int64? {
    guard let seconds, (0...86_400).contains(seconds) else { return nil }
    return Int64((seconds * 1000).rounded())
  }
}
