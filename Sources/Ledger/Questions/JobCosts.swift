/// When a price must hold to be a job's price.
public enum PriceMoment: Hashable, Sendable {
  /// When the job ended; while it is open, when it was submitted.
  case finish
  /// At a moment of somebody's choice: what the job would cost then.
  case at(Moment)
}

/// The costs of many jobs: the book is asked once for each kind of job.
///
/// One question's own; it is not to be shared between threads.
public final class JobCosts {
  /// What jobs share whose cost follows from the same words.
  private struct Kind: Hashable {
    let account: WordNumber
    let dialect: WordNumber
    let model: WordNumber?
    let size: WordNumber?
    let resolution: WordNumber?
    let currency: WordNumber?
    let audio: DigestFlags
  }

  /// The words of a kind, looked up once.
  private struct KindFacts {
    let dialect: String
    /// Of a stated cost.
    let currency: Currency?
    let prices: [Price]
  }

  public let book: PriceBook
  public let moment: PriceMoment
  private let words: [WordNumber: String]
  private var places = GroupPlaces<Kind>()
  /// By the numbers of their kinds.
  private var kinds: [KindFacts] = []
  private var kindsOfRows: [PricedKind: [Price]] = [:]
  /// The one of them that was asked for last: one job is asked about twice, and its like follow.
  private var newestKind: (kind: PricedKind, prices: [Price])?

  /// - Parameters:
  ///   - book: The prices.
  ///   - words: The vocabulary of the ledger whose jobs are priced; none for jobs from their rows.
  ///   - moment: When a price must hold.
  public init(
    _ book: PriceBook, words: [WordNumber: String] = [:], at moment: PriceMoment = .finish
  ) {
    self.book = book
    self.words = words
    self.moment = moment
  }

  /// What the job costs.
  ///
  /// `row`: reads the job's row; asked only where the digest cannot hold what the cost follows from.
  ///
  /// - Throws: ``LedgerError/damagedProjection(_:)`` where that row is missing.
  /// - Complexity: O(1) after the first job of its kind.
  public func cost(
    of digest: JobDigest, row: (JobNumber) throws(LedgerError) -> Job?
  ) throws(LedgerError) -> JobCost {
    if digest.flags.contains(.costInRow) {
      guard let job = try row(digest.number) else { throw .damagedProjection("digests") }
      return cost(of: job)
    }
    let kind = kindFacts(of: digest)
    let facts = CostFacts(digest, dialect: kind.dialect, currency: kind.currency)
    return JobCost(facts, kind.prices, at: moment(digest))
  }

  /// What the job costs, from its row.
  public func cost(of job: Job) -> JobCost { JobCost(CostFacts(job), price: price(of: job)) }

  /// The row of the book that holds for the job, from the job's row; nil for none.
  public func price(of job: Job) -> Price? {
    prices(for: PricedKind(job)).valid(at: self.moment(of: job))
  }

  private func prices(for kind: PricedKind) -> [Price] {
    if let newestKind {
      if newestKind.kind == kind { return newestKind.prices }
      kindsOfRows[newestKind.kind] = newestKind.prices
    }
    let prices = kindsOfRows[kind] ?? book.prices(for: kind)
    newestKind = (kind, prices)
    return prices
  }

  /// When a price must hold to be the job's.
  public func moment(of job: Job) -> Moment {
    switch moment {
    case .finish: job.ended ?? job.submitted?.moment ?? job.firstSeen
    case .at(let moment): moment
    }
  }

  private func moment(_ digest: JobDigest) -> Moment {
    switch moment {
    case .finish: digest.ended ?? digest.submitted
    case .at(let moment): moment
    }
  }

  private func kindFacts(of digest: JobDigest) -> KindFacts {
    let kind = Kind(
      account: digest.account, dialect: digest.dialect, model: digest.model, size: digest.size,
      resolution: digest.resolution, currency: digest.currency,
      audio: digest.flags.intersection([.withAudio, .withoutAudio]))
    let place = places.place(of: kind)
    if place < kinds.count { return kinds[place] }
    let facts = KindFacts(
      dialect: words[kind.dialect] ?? "",
      currency: kind.currency.flatMap { words[$0] }.flatMap { Currency($0) },
      prices: book.prices(
        for: PricedKind(
          account: words[kind.account] ?? "", model: kind.model.flatMap { words[$0] },
          size: kind.size.flatMap { words[$0] },
          resolution: kind.resolution.flatMap { words[$0] }, audio: digest.audio)))
    kinds.append(facts)
    return facts
  }
}

extension JobDigest {
  /// Whether it was asked to have sound; `nil` where nobody says.
  public var audio: Bool? {
    if flags.contains(.withAudio) { return true }
    return flags.contains(.withoutAudio) ? false : nil
  }
}
