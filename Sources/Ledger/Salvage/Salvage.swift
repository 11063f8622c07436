internal import Crypto

/// What was saved of a damaged ledger, and what was not.
public struct Salvage: Hashable, Sendable {
  /// How many events the damaged log is known to have had.
  public internal(set) var known: UInt64 = 0
  /// How many of them are in the new ledger.
  public internal(set) var saved: UInt64 = 0
  /// Those that are not.
  public internal(set) var lost: [LostEvent] = []
  /// Whether the new log is the beginning of the old one, so that its checkpoints of that size hold.
  public internal(set) var isSameHistory = true
  /// Whether the signing key was taken along.
  public internal(set) var hasKey = false
}

/// An event that could not be saved.
public struct LostEvent: Hashable, Sendable {
  public enum Reason: String, Sendable {
    /// No record was found that its hash is of.
    case damaged
    /// It was found, but not the event that tells which job it is about.
    case jobUnknown = "job_unknown"
  }

  public let sequence: LogSequence
  public let reason: Reason
  /// The job that it was about, as far as its bytes can be believed; `nil` where it is not known.
  public let job: JobKey?
}

extension Ledger {
  /// Appends every good record of a damaged ledger to a new one.
  ///
  /// The file is read page by page, whatever its structure: nothing is mapped, and no signal ends it.
  /// A record is good when the leaf hash that was stored for it is its own. Where some are missing,
  /// those behind them get smaller sequences, so the history is another one: older checkpoints do not
  /// hold for it.
  ///
  /// - Parameters:
  ///   - damaged: The folder of the damaged ledger; nothing in it is changed.
  ///   - folder: Where the new one is made; missing or empty.
  ///   - progress: Told now and then how many pages are read.
  /// - Returns: What was saved and what was lost.
  /// - Throws: ``LedgerError/notALedger(folder:why:)`` where no good record is found.
  public static func salvage(
    _ damaged: String, to folder: String, progress: RebuildProgress = { _, _ in }
  ) throws(LedgerError) -> Salvage {
    let log = try DamagedLog(folder: damaged, progress: progress)
    defer { log.close() }
    let builder = try LedgerBuilder(folder: folder)
    var writing = SalvageWriting(builder)
    var sequence = LogSequence(rawValue: 1)
    let last = log.last
    while sequence <= last {
      let record = log.record(at: sequence)
      try writing.take(
        record, at: sequence, named: record == nil ? log.jobNamed(at: sequence) : nil)
      sequence = sequence.next
    }
    try writing.flush()
    var salvage = writing.salvage
    salvage.known = last.rawValue
    let key = try DurableFolder.read(LedgerFolder.keyName, in: damaged, upTo: 64)
    salvage.hasKey = key != nil
    try builder.finish(signingKey: key)
    return salvage
  }
}

/// Gives the good records their new places.
private struct SalvageWriting {
  private static let recordsTogether = 2000

  private let builder: LedgerBuilder
  private(set) var salvage = Salvage()
  /// Old job number → new one.
  private var jobs: [UInt64: UInt64] = [:]
  private var keys: [UInt64: JobKey] = [:]
  private var waiting: [StoredRecord] = []

  init(_ builder: LedgerBuilder) { self.builder = builder }

  /// `named`: the job that the damaged record names.
  mutating func take(
    _ record: Record?, at sequence: LogSequence, named: UInt64?
  ) throws(LedgerError) {
    guard var record else { return lose(sequence, .damaged, named.flatMap { keys[$0] }) }
    let place = LogSequence(rawValue: builder.head.rawValue + UInt64(waiting.count) + 1)
    let old = record.header.job
    if old != 0 {
      if old == sequence.rawValue { jobs[old] = place.rawValue }
      guard let number = jobs[old] else { return lose(sequence, .jobUnknown, nil) }
      record.header.job = number
    }
    guard let event = record.event(at: place) else { return lose(sequence, .damaged, keys[old]) }
    if case .jobTracked(let declaration) = event.fact {
      keys[old] = JobKey(account: declaration.account, nativeID: declaration.nativeID)
    }
    waiting.append(StoredRecord(sequence: place, bytes: record.stored))
    salvage.saved += 1
    if waiting.count == Self.recordsTogether { try flush() }
  }

  private mutating func lose(
    _ sequence: LogSequence, _ reason: LostEvent.Reason, _ job: JobKey?
  ) {
    salvage.lost.append(LostEvent(sequence: sequence, reason: reason, job: job))
    salvage.isSameHistory = false
  }

  mutating func flush() throws(LedgerError) {
    guard !waiting.isEmpty else { return }
    try builder.append(waiting)
    waiting.removeAll(keepingCapacity: true)
  }
}
