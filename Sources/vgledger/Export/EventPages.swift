internal import Ledger

/// Events in log order, read in short transactions: a long one would keep the ledger's file from
/// reusing pages, and the reader of a pipe may be slow.
struct EventPages {
  /// Events read in one transaction, and the bytes of bodies after which it ends sooner.
  static let eventsInPage = 5000
  static let bytesInPage = 8 << 20

  private let ledger: Ledger
  /// Where the events stand, in rising order; `nil` for every place from 1 on.
  private let places: [LogSequence]?
  private let count: Int
  /// How many events were given.
  private(set) var done = 0

  /// The same of all, from 0 to 1.
  var share: Double { Double(done) / Double(max(1, count)) }

  /// The events of these jobs; where every job is meant, all events, also the ledger's own.
  init(_ jobs: ExportedJobs) throws {
    ledger = jobs.ledger
    places = try jobs.places()
    count = places?.count ?? Int(jobs.head.rawValue)
  }

  /// The next events, each with its job as of now; `nil` after the last.
  mutating func next() throws -> [(event: Event, job: Job?)]? {
    guard done < count else { return nil }
    let snapshot = try ledger.snapshot()
    var jobs: [JobNumber: Job] = [:]
    var page: [(event: Event, job: Job?)] = []
    var bytes = 0
    while done < count, page.count < Self.eventsInPage, bytes < Self.bytesInPage {
      let place = places.map { $0[done] } ?? LogSequence(rawValue: UInt64(done) + 1)
      guard let event = try snapshot.event(at: place) else {
        throw LedgerError.damagedRecord(place)
      }
      if let number = event.job, jobs[number] == nil { jobs[number] = try snapshot.job(number) }
      page.append((event, event.job.flatMap { jobs[$0] }))
      bytes += EventLine.body(event)?.count ?? 0
      done += 1
    }
    return page
  }
}
