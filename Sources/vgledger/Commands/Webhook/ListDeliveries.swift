internal import ArgumentParser
internal import Ledger
internal import Providers

/// `webhook list`: deliveries as they were received, in log order.
struct ListDeliveries: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "list", abstract: "List deliveries in log order.",
    discussion: """
      Terms such as since:1h or seq:48000.. choose deliveries by when they came, all others those of \
      the jobs that they choose.
      """)

  @OptionGroup var question: FilterOptions

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options)
    let form = try context.form(.webhookList)
    let ledger = try context.openForReading()
    let filter = try question.filter(context, in: ledger)
    var choice = EventChoice(EventFilter(filter), job: nil, now: context.now)
    let meta = try AnswerMeta(ledger)
    let most = context.limit(form)
    var rows: [DeliveryRow] = []
    var accounts: [JobNumber: String] = [:]
    var matched = 0
    let progress = Progress(ProgressText(work: "looking through", unit: "events"), context)
    _ = try choice.forEach(newest: Int.max, upTo: meta.head, in: ledger, progress) { event, key in
      guard DeliveryRow.isDelivery(event) else { return }
      if let job = event.job, accounts[job] == nil {
        accounts[job] = try ledger.snapshot().job(job)?.account
      }
      let account = event.job.flatMap { accounts[$0] }
      guard let row = DeliveryRow(event, key, account: account) else { return }
      matched += 1
      rows.append(row)
      // The newest count; the older ones are let go in larger pieces.
      if most < Int.max / 2, rows.count >= 2 * max(most, 1) {
        rows.removeFirst(rows.count - most)
      }
    }
    let writer = RowWriter(form, meta, context, columns: DeliveryRow.columns)
    let times = context.times(form.format.isAligned ? .local : .utc)
    let hasWideIDs = context.hasWideIDs(form)
    for row in rows.suffix(most) {
      try writer.add(row.members, cells: row.cells(times, hasWideIDs: hasWideIDs))
    }
    let foot = "  \(min(most, matched)) of \(matched) deliveries"
    try writer.end(
      totals: [("matched", .number(String(matched)))],
      foot: [context.style.paint(foot, .dim)], whenEmpty: "no delivery matches")
  }
}
