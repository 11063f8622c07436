internal import Ledger
internal import Providers

/// A run of `cost`, grouped by keys.
struct CostQuestion: ~Copyable {
  private let command: Cost
  private let context: Context
  private let limit: CostLimit?
  private let keys: [GroupKey]
  private let form: AnswerForm
  private let asked: AskedJobs

  init(_ command: Cost, _ context: Context, limit: CostLimit?) throws {
    let keys = try Self.keys(command)
    let form = try context.form(.cost)
    if command.budget, context.configuration.budget?.month == nil {
      throw Failure(
        .usage, "--budget: no budget is set; 'vgledger config set budget.month' sets one")
    }
    let asked = try command.asked(context)
    self.command = command
    self.context = context
    self.limit = limit
    self.keys = keys
    self.form = form
    self.asked = asked
  }

  private static func keys(_ command: Cost) throws(Failure) -> [GroupKey] {
    guard let by = command.by else {
      return [command.tree ? .project : command.cumulative ? .calendar(.day) : .model]
    }
    let keys = try by.checked()
    if command.tree, keys[0] != .project {
      throw Failure(.usage, "--tree is about projects; write --by project, or project,KEY")
    }
    if command.cumulative {
      guard case .calendar = keys[0] else {
        throw Failure(.usage, "--cumulative needs a calendar key first, such as --by day or month")
      }
    }
    return keys
  }

  func answer() throws {
    let (breakdown, wasted) = try sums()
    let open = try openJobs()
    let text = GroupText(words: asked.words, zone: context.zone, now: context.now)
    var table = breakdown.table { key, value in text.text(value, keys[key]) }
    if command.tree {
      let words = asked.words
      table = table.tree { value in
        if case .word(let word?) = value { words[word] } else { nil }
      }
    }
    try print(
      table, text, breakdown,
      CostFoot(
        total: table.total, breakdown: breakdown, wasted: wasted, open: open, basis: command.basis,
        words: asked.words, budget: try budget(), style: context.style))
    if let failure = try limit?.failure(table.total) { throw failure }
  }

  /// Walks over the jobs once.
  private func sums() throws -> (CostBreakdown, WastedCosts) {
    var breakdown = CostBreakdown()
    var wasted = WastedCosts(now: context.now, submittedTwiceWithin: nil, examples: 0)
    let grouping = JobGrouping(keys, zone: context.zone, clock: asked.question.clock)
    let basis = command.basis
    try asked.selection.forEach(in: asked.snapshot, inAnyOrder: true) {
      digest throws(LedgerError) in
      let cost = basis.cost(try asked.cost(of: digest))
      let group = try asked.group(of: digest, grouping)
      breakdown.add(digest, cost, in: group)
      wasted.take(digest, cost)
      return true
    }
    return (breakdown, wasted)
  }

  /// Open jobs have no end, so that a window by the end never holds them; while it reaches to now,
  /// they are told beside the sums.
  private func openJobs() throws -> CostTotal {
    var open = CostTotal()
    guard asked.question.clock == .finished,
      asked.question.filter.window.until.map({ $0 >= context.now }) ?? true
    else { return open }
    let basis = command.basis
    try asked.snapshot.forEachOpenDigest { digest throws(LedgerError) in
      guard try asked.selection.passes(digest, in: asked.snapshot) else { return }
      open.add(basis.cost(try asked.cost(of: digest)))
    }
    return open
  }

  /// The month's budget, where the question is about this month as a whole, or asks for it.
  private func budget() throws -> Configuration.StatedAmount? {
    guard let budget = context.configuration.budget?.month else { return nil }
    if command.budget { return budget }
    let filter = asked.question.filter
    let zone = context.zone
    let date = zone.calendarTime(of: context.now).date
    let first = date.adding(days: 1 - date.day)
    let end = zone.start(of: first.adding(months: 1))
    let isMonth =
      filter.window.from == zone.start(of: first)
      && (filter.window.until.map { $0 >= context.now && $0 <= end } ?? true)
    return filter.terms.isEmpty && isMonth && asked.question.clock == .finished ? budget : nil
  }

  // MARK: Writing

  private func print(
    _ table: CostTable, _ text: GroupText, _ breakdown: CostBreakdown, _ foot: CostFoot
  ) throws {
    let writer = RowWriter(form, try asked.meta(), context)
    let running = command.cumulative ? table.cumulated : nil
    var shown = running ?? table
    let most = context.options.format.limit ?? Int.max
    let hidden = Swift.max(0, shown.rows.count - most)
    shown.rows.removeLast(hidden)
    let screen = CostScreen(
      table: shown, keys: keys, text: text, style: context.style,
      shows: command.average ? .averages : .amounts, isWide: form.format == .wide,
      hasHeader: !context.options.format.noHeader)
    let rows = CostRows(
      table: table, running: running, keys: keys, text: text, isTree: command.tree,
      hasAverages: command.average)
    for (place, members) in rows.members().prefix(most).enumerated() {
      try writer.add(
        members,
        lines: place == 0
          ? TextLayout.facts(header(screen, breakdown), width: context.style.width)
            + screen.lines() : [])
    }
    let more = hidden > 0 ? ["  \(hidden) more rows, which the total holds too"] : []
    let question = asked.question.header(context)
    try writer.end(
      totals: CostFields.totals(
        table.total, breakdown, basis: command.basis, words: asked.words)
        + [("open_now", .members(CostFields.openNow(foot.open)))],
      foot: more + foot.lines(),
      whenEmpty: "no job to count in \(question)" + foot.whenEmpty)
  }

  /// `COST  17–23 Nov CET by finished · USD · estimated from price book 2026-11-20 5b1c09aa`.
  private func header(_ screen: CostScreen, _ breakdown: CostBreakdown) -> String {
    let style = context.style
    let dot = style.isASCII ? " - " : " · "
    let title = command.average ? "COST PER JOB" : command.cumulative ? "COST, RUNNING" : "COST"
    let currencies = screen.currencies.map(\.word).joined(separator: " and ")
    return style.paint(title, .bold) + "  "
      + ([asked.question.header(context), currencies] + [basisText(breakdown)])
      .joined(separator: dot)
  }

  private func basisText(_ breakdown: CostBreakdown) -> String {
    let at =
      switch asked.costs.moment {
      case .finish: ""
      case .at(let moment):
        command.priceAsOf == "today" ? " at today's prices" : " at prices of \(Words.date(moment))"
      }
    let book = "estimated from price book \(asked.costs.book.name)\(at)"
    switch (breakdown.reportedJobs, breakdown.estimatedJobs) {
    case (_, 0) where !command.basis.usesPrices: return "only what was \(command.basis.rawValue)"
    case (0, _): return book
    case (_, 0): return "as reported"
    case (let reported, let estimated): return "\(reported) reported, \(estimated) \(book)"
    }
  }
}
