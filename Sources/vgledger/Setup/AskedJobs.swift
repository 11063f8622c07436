internal import Ledger
internal import Providers

/// The jobs that a command is asked about: a view of the ledger, now or in the past, the filter made
/// ready, and what jobs cost.
struct AskedJobs: ~Copyable {
  let context: Context
  let snapshot: LedgerSnapshot
  let question: Question
  let selection: JobSelection
  /// The ledger's vocabulary, by number.
  let words: [WordNumber: String]
  let costs: JobCosts

  /// Opens the ledger and reads the filter.
  ///
  /// `clock`: which time the window tests where nobody says.
  ///
  /// `window`: the window where nobody gives one.
  ///
  /// `priceMoment`: when a price must hold.
  init(
    _ options: FilterOptions, _ context: Context, clock: WindowClock = .submitted,
    priceMoment: PriceMoment = .finish
  ) throws {
    let ledger = try context.openForReading()
    let filter = try options.filter(context, in: ledger)
    let view = try context.snapshot(of: ledger)
    let vocabulary = try view.words()
    let newest = try view.newestSubmission()
    let prices = JobCosts(try view.priceBook(), words: vocabulary, at: priceMoment)
    self.context = context
    snapshot = view
    words = vocabulary
    costs = prices
    question = Question(filter, defaultClock: clock, newest: newest)
    selection = JobSelection(
      filter, clock: clock, words: vocabulary, costs: prices, now: context.now,
      rules: ResultLife.rules)
  }

  /// The answer's `meta`, so far as the question settles it.
  func meta(withPrices: Bool = true) throws -> AnswerMeta {
    var meta = try AnswerMeta(snapshot)
    meta.take(question)
    if context.asOf != nil { meta.asOf = meta.head }
    if withPrices { meta.priceBook = costs.book }
    return meta
  }

  /// What the job costs.
  func cost(of digest: JobDigest) throws(LedgerError) -> JobCost {
    try costs.cost(of: digest) { number throws(LedgerError) in try snapshot.job(number) }
  }

  /// The job's group.
  func group(
    of digest: JobDigest, _ grouping: JobGrouping
  ) throws(LedgerError) -> JobGroup {
    try grouping.group(of: digest) { number throws(LedgerError) in try snapshot.job(number) }
  }

  /// The word of a number; `nil` for none.
  func word(_ number: WordNumber?) -> String? { number.flatMap { words[$0] } }
}

extension Context {
  /// The view of the ledger that is asked for: now, or what `--as-of` says.
  func snapshot(of ledger: Ledger) throws -> LedgerSnapshot {
    switch asOf {
    case nil: return try ledger.snapshot()
    case .sequence(let sequence)?: return try ledger.snapshot().asOf(sequence)
    case .moment(let moment)?:
      let snapshot = try ledger.snapshot()
      let sequence = try snapshot.lastSequence(recordedBy: moment)
      guard sequence.rawValue > 0 else {
        throw Failure(.usage, "--as-of: this ledger begins after that time; choose a later one")
      }
      return try snapshot.asOf(sequence)
    }
  }
}

extension PriceBook {
  /// The book as headers and `meta.priceBook` name it: `2026-11-20 5b1c09aa`.
  var name: String { "\(changed.rfc3339.prefix(10)) \(id)" }
}
