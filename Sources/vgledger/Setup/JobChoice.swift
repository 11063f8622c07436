internal import Ledger
internal import Providers
internal import Synchronization

/// The jobs that a command follows: those that are named, those that terms mean, or all.
final class JobChoice: Sendable {
  private let ledger: Ledger
  private let filter: Filter?
  private let now: Moment
  private let chosen: Mutex<Set<JobNumber>>

  /// Whether every job is meant.
  let isAll: Bool

  /// Reads the words of a command line: names of jobs, and terms such as `project:acme`.
  ///
  /// - Parameters:
  ///   - words: As they stand there; `-` stands for names on standard input.
  ///   - context: For now and the zone.
  ///   - ledger: Where the jobs are.
  /// - Throws: A ``Failure`` for a name that no job has, and for a term that makes no sense.
  init(_ words: [String], _ context: Context, in ledger: Ledger) throws {
    let terms = words.filter(Self.isTerm)
    let snapshot = try ledger.snapshot()
    var numbers: Set<JobNumber> = []
    for name in try NameArguments.all(words.filter { !Self.isTerm($0) }) {
      numbers.insert(try snapshot.job(named: name).number)
    }
    filter = terms.isEmpty ? nil : try Self.filter(terms, context, in: ledger)
    isAll = words.isEmpty
    chosen = Mutex(numbers)
    now = context.now
    self.ledger = ledger
  }

  private static func filter(
    _ terms: [String], _ context: Context, in ledger: Ledger
  ) throws -> Filter {
    do throws(FilterError) {
      return try Filter.parse(terms.map(FilterInput.term), context.times(in: ledger))
    } catch {
      if case .time(.ledger(let error)) = error.problem { throw error }
      throw Failure(.usage, error.message.escaped)
    }
  }

  /// A word is a term when a key of the grammar stands before its first colon or equals sign; no
  /// provider's id begins so.
  static func isTerm(_ word: String) -> Bool {
    let plain = word.hasPrefix("not:") ? word.dropFirst(4) : word[...]
    guard let end = plain.firstIndex(where: { $0 == ":" || $0 == "=" }) else { return false }
    let key = plain[..<end]
    return word.hasPrefix("not:") || FilterKey(rawValue: String(key)) != nil
      || key.hasPrefix("label.")
  }

  /// Whether the job is meant; one that was once stays so, whatever becomes of it.
  func contains(_ job: Job) -> Bool {
    if isAll { return true }
    if chosen.withLock({ $0.contains(job.number) }) { return true }
    guard let filter, passes(job.number, filter) else { return false }
    chosen.withLock { _ = $0.insert(job.number) }
    return true
  }

  /// A job that cannot be looked at is not meant; whoever reads it next says why.
  private func passes(_ job: JobNumber, _ filter: Filter) -> Bool {
    guard let snapshot = try? ledger.snapshot(),
      let selection = try? JobSelection(filter, of: snapshot, now: now, rules: ResultLife.rules)
    else { return false }
    return (try? selection.contains(job, in: snapshot)) ?? false
  }

  /// The jobs that are meant now, oldest first, whether open or not.
  func jobs() throws -> [Job] {
    let snapshot = try ledger.snapshot()
    var numbers = chosen.withLock { $0 }
    if let filter {
      let selection = try JobSelection(filter, of: snapshot, now: now, rules: ResultLife.rules)
      try selection.forEach(in: snapshot) { digest throws(LedgerError) in
        numbers.insert(digest.number)
        return true
      }
      let all = numbers
      chosen.withLock { $0 = all }
    }
    return try numbers.sorted().compactMap { number in try snapshot.job(number) }
  }
}
