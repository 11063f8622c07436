import Testing

@testable import Ledger

@Suite("The costs of many jobs", .serialized)
struct JobCostsTests {
  @Test(
    "A digest's cost is its job's: by the book, by what is declared, by what is stated",
    arguments: [141, 142, 143])
  func sameAsJob(seed: UInt64) async throws {
    var random = RandomLedger(seed: seed, jobs: 60)
    let ledger = try await random.ledger(drafts: 400).ledger
    let snapshot = try ledger.snapshot()
    let book = try snapshot.priceBook()
    #expect(book.id != PriceBook.builtIn.id)
    let words = try snapshot.words()
    for moment in [PriceMoment.finish, .at(.at(50)), .at(Moment(rawValue: .max))] {
      let costs = JobCosts(book, words: words, at: moment)
      var bases: Set<CostBasis?> = []
      var fromRows = 0
      try snapshot.forEachDigest { digest throws(LedgerError) in
        guard let job = try snapshot.job(digest.number) else {
          Issue.record("no job \(digest.number)")
          return true
        }
        let end = job.state.isVerdict ? Phases(job).finishedMiddle ?? job.verdictObserved : nil
        let at: Moment =
          switch moment {
          case .finish: end ?? job.submitted?.moment ?? job.firstSeen
          case .at(let moment): moment
          }
        let expected = JobCost(
          CostFacts(job), price: book.prices(for: PricedKind(job)).valid(at: at))
        let cost = try costs.cost(of: digest) { number throws(LedgerError) in
          fromRows += 1
          return try snapshot.job(number)
        }
        #expect(cost == expected, "seed \(seed) job \(digest.number)")
        #expect(costs.cost(of: job) == expected, "seed \(seed) job \(digest.number)")
        bases.insert(cost.basis)
        return true
      }
      #expect(bases == [.estimated, .reported, nil])
      #expect(fromRows > 0)
      #expect(fromRows < (try snapshot.jobCount()), "most digests tell it alone")
    }
  }

  @Test(
    "What a digest has no room for is read from the row",
    arguments: [
      ("9223372036.854775807", nil, false), ("9223372036.854775808", nil, true),
      ("-9223372036.854775808", nil, false), ("cheap", nil, true),
      (nil, 2_147_483_647, false), (nil, 2_147_483_648, true), (nil, -2_147_483_648, false),
      (nil, -2_147_483_649, true), (nil, nil, false),
    ] as [(String?, Int?, Bool)])
  func inRow(stated: String?, asked: Int?, isRead: Bool) async throws {
    let temporary = try await TemporaryLedger()
    var declaration = Declaration("sora", "video_1")
    declaration.samplesAsked = asked
    declaration.videoMilliseconds = 8000
    declaration.model = "sora-2"
    _ = try await temporary.ledger.append([
      .observed(
        declaration, at: .at(0), .ok(),
        .said(.running) { observation in
          observation.statedCost = stated.map { StatedCost(amount: $0, currency: "USD") }
        })
    ])
    let snapshot = try temporary.ledger.snapshot()
    let costs = JobCosts(.builtIn, words: try snapshot.words())
    try snapshot.forEachDigest { digest throws(LedgerError) in
      #expect(digest.flags.contains(.costInRow) == isRead)
      let job = try snapshot.job(digest.number)
      let cost = try costs.cost(of: digest) { _ throws(LedgerError) in job }
      #expect(job.map(costs.cost(of:)) == cost)
      if isRead {
        #expect(throws: LedgerError.damagedProjection("digests")) {
          try costs.cost(of: digest) { _ throws(LedgerError) in nil }
        }
      }
      return true
    }
  }
}
