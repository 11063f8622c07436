internal import Ledger

/// All events up to a place in the log, read in short transactions: a long one would keep the
/// ledger's file from reusing pages, and the reader of a pipe may be slow.
struct EventPages {
  /// Events read in one transaction, and the bytes of bodies after which it ends sooner.
  static let eventsInPage = 5000
  static let bytesInPage = 8 << 20

  private let ledger: Ledger
  private let head: LogSequence
  private var place = LogSequence(rawValue: 1)

  /// `head`: the last event to read.
  init(ledger: Ledger, head: LogSequence) {
    self.ledger = ledger
    self.head = head
  }

  /// The next events in log order, each with its job as of now; `nil` after the last.
  mutating func next() throws -> [(event: Event, job: Job?)]? {
    guard place <= head else { return nil }
    let snapshot = try ledger.snapshot()
    var jobs: [JobNumber: Job] = [:]
    var page: [(event: Event, job: Job?)] = []
    var bytes = 0
    while place <= head, page.count < Self.eventsInPage, bytes < Self.bytesInPage {
      guard let event = try snapshot.event(at: place) else {
        throw LedgerError.damagedRecord(place)
      }
      if let number = event.job, jobs[number] == nil { jobs[number] = try snapshot.job(number) }
      page.append((event, event.job.flatMap { jobs[$0] }))
      bytes += EventLine.body(event)?.count ?? 0
      place = place.next
    }
    return page
  }
}
