internal import Ledger

/// All events up to a place in the log, read in short transactions: a long one would keep the
/// ledger's file from reusing pages, and the reader of a pipe may be slow.
struct EventPages {
  /// Events read in one transaction, and the bytes of bodies after which it ends sooner.
  static let eventsInPage = 5000
  static let bytesInPage = 8 << 20

  let ledger: Ledger
  /// The last event to read.
  let head: LogSequence

  /// Calls `body` with each event in log order, and with its job as of now.
  func read(_ body: (Event, Job?) throws -> Void) throws {
    var next = LogSequence(rawValue: 1)
    while next <= head {
      let page = try page(from: next)
      for (event, job) in page { try body(event, job) }
      guard let last = page.last else { return }
      next = last.event.sequence.next
    }
  }

  private func page(from first: LogSequence) throws -> [(event: Event, job: Job?)] {
    let snapshot = try ledger.snapshot()
    var jobs: [JobNumber: Job] = [:]
    var page: [(event: Event, job: Job?)] = []
    var bytes = 0
    var place = first
    while place <= head, page.count < Self.eventsInPage, bytes < Self.bytesInPage {
      guard let event = try snapshot.event(at: place) else { break }
      if let number = event.job, jobs[number] == nil { jobs[number] = try snapshot.job(number) }
      page.append((event, event.job.flatMap { jobs[$0] }))
      bytes += EventLine.body(event)?.count ?? 0
      place = place.next
    }
    return page
  }
}
