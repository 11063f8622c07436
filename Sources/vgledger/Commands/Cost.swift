internal import ArgumentParser
internal import Ledger
internal import Providers

/// `cost`: what jobs cost, group by group, and what was spent for nothing.
struct Cost: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "cost", abstract: "What jobs cost, by any keys; what was wasted.",
    discussion: """
      Jobs count when they ended, unless --clock says otherwise. Amounts are exact; what is not \
      known is '?', never 0, and a sum that leaves something out has '≥' before it. Each currency \
      has sums of its own; 'vgledger help money' has the rules.
      """)

  @OptionGroup var question: FilterOptions
  @Option(help: ArgumentHelp("Rows, and columns: day,model; built in: model.", valueName: "keys"))
  var by: GroupKeys?
  @Flag(help: "What was spent for nothing, by kind.") var wasted = false
  @Option(help: "best, or only amounts that are estimated, reported or invoiced.")
  var basis = BasisChoice.best
  @Option(help: ArgumentHelp("Prices of then: finish, today or a date.", valueName: "time"))
  var priceAsOf = "finish"
  @Flag(help: "Projects as a tree of their paths.") var tree = false
  @Flag(help: "Running totals over a calendar key.") var cumulative = false
  @Flag(help: "Amounts per job.") var average = false
  @Option(help: ArgumentHelp("Exit with 1 when more was spent, such as 500 or '500 USD'."))
  var max: String?
  @Flag(help: "Compare the total with budget.month.") var budget = false
  @Option(
    help: ArgumentHelp(
      "With --wasted: the same submitted again so soon is one too many.", valueName: "time"))
  var doubleWithin: String?

  func validate() throws {
    if wasted, by != nil || tree || cumulative || average || budget {
      throw ValidationError(
        "'--wasted' has its own rows; leave --by, --tree, --cumulative, --average, --budget away.")
    }
    if doubleWithin != nil, !wasted { throw ValidationError("'--double-within' needs '--wasted'.") }
    if cumulative, average { throw ValidationError("Give --cumulative or --average, not both.") }
    if cumulative, tree { throw ValidationError("Give --cumulative or --tree, not both.") }
  }

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options, answersAsOf: true)
    let limit = try limit()
    if wasted {
      try WastedQuestion(self, context, limit: limit).answer()
    } else {
      try CostQuestion(self, context, limit: limit).answer()
    }
  }

  private func limit() throws(Failure) -> CostLimit? {
    guard let max else { return nil }
    guard let limit = CostLimit(max) else {
      throw Failure(.usage, "--max '\(max.escaped)' is no amount; write 500 or '500.00 USD'")
    }
    return limit
  }

  /// The jobs that are asked about, priced as of the moment asked for.
  func asked(_ context: Context) throws -> AskedJobs {
    try AskedJobs(question, context, clock: .finished, priceMoment: try priceMoment(context))
  }

  private func priceMoment(_ context: Context) throws(Failure) -> PriceMoment {
    switch priceAsOf {
    case "finish": return .finish
    case "today": return .at(context.now)
    default:
      do throws(TimeError) {
        return .at(try TimePoint.parse(priceAsOf, context.times(in: nil)).start)
      } catch {
        throw Failure(.usage, "--price-as-of: \(error.message)".escaped)
      }
    }
  }
}
