internal import ArgumentParser
internal import Ledger

/// What a question is about: terms, and the flags that mean the same.
struct FilterOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "What must hold, such as state:failed model:veo-3.1 since:7d; 'not:' negates.",
      valueName: "term"))
  var terms: [String] = []

  @Option(help: ArgumentHelp("Only these states, with commas between.", valueName: "states"))
  var state: [String] = []
  @Option(help: ArgumentHelp("Only these accounts or dialects.", valueName: "names"))
  var provider: [String] = []
  @Option(help: ArgumentHelp("Only these models, or what begins so.", valueName: "names"))
  var model: [String] = []
  @Option(help: ArgumentHelp("Only these projects, or what begins so.", valueName: "names"))
  var project: [String] = []
  @Option(help: ArgumentHelp("Only jobs with this label.", valueName: "name=value"))
  var label: [String] = []
  @Option(help: ArgumentHelp("Only these classes of failure.", valueName: "names"))
  var reason: [String] = []
  @Option(help: ArgumentHelp("Only what took so long, such as 5m.. or ..90s.", valueName: "range"))
  var took: [String] = []
  @Option(help: ArgumentHelp("Only what cost so much, such as 2.50...", valueName: "range"))
  var cost: [String] = []
  @Option(help: ArgumentHelp("Only since then: 7d, yesterday, 2026-11.", valueName: "time"))
  var since: [String] = []
  @Option(help: ArgumentHelp("Only until then; a whole day is included.", valueName: "time"))
  var until: [String] = []
  @Option(help: ArgumentHelp("Only that day.", valueName: "day"))
  var on: [String] = []
  @Option(help: ArgumentHelp("Only that week, month, year or range a..b.", valueName: "unit"))
  var period: [String] = []
  @Option(help: ArgumentHelp("Which time counts: submitted, finished or observed."))
  var clock: String?

  /// The terms first, then the flags.
  private var inputs: [FilterInput] {
    let flags: [(FilterKey, [String])] = [
      (.state, state), (.provider, provider), (.model, model), (.project, project),
      (.label, label), (.reason, reason), (.took, took), (.cost, cost), (.since, since),
      (.until, until), (.on, on), (.period, period), (.clock, clock.map { [$0] } ?? []),
    ]
    return terms.map(FilterInput.term)
      + flags.flatMap { key, values in values.map { FilterInput.flag(key, $0) } }
  }

  /// Whether nothing was asked for.
  var isEmpty: Bool { inputs.isEmpty }

  /// What was asked for.
  ///
  /// - Parameters:
  ///   - context: For now and the zone; a window that has not come yet is noted there.
  ///   - ledger: Where the times of `seq:` are to be had.
  /// - Returns: One filter out of terms and flags.
  /// - Throws: A ``Failure`` that names the term or the flag, or what the ledger cannot read.
  func filter(_ context: Context, in ledger: Ledger?) throws -> Filter {
    let filter: Filter
    do throws(FilterError) {
      filter = try Filter.parse(inputs, context.times(in: ledger))
    } catch {
      if case .time(.ledger(let error)) = error.problem { throw error }
      throw Failure(.usage, error.message.escaped)
    }
    if filter.window.isAfter(context.now) {
      context.output.note("the time that was asked for has not come yet")
    }
    return filter
  }
}
