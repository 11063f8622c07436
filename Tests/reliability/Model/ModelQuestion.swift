internal import Ledger

/// A question about jobs, which the product's filters and the model both can answer.
struct ModelQuestion {
  private(set) var states: Set<JobState> = []
  private(set) var account: String?
  private(set) var project: String?
  private(set) var isProjectNegated = false
  private(set) var label: String?
  private(set) var window = TimeWindow.all
  private(set) var clock = WindowClock.submitted

  init(random: inout some RandomNumberGenerator) {
    if Bool.random(using: &random) {
      for state in JobState.allCases where Int.random(in: 0..<3, using: &random) == 0 {
        states.insert(state)
      }
    }
    if Int.random(in: 0..<3, using: &random) == 0 {
      account = ModelDrafts.accounts.randomElement(using: &random)
    }
    if Int.random(in: 0..<3, using: &random) == 0 {
      project = ModelDrafts.projects.randomElement(using: &random)
      isProjectNegated = Bool.random(using: &random)
    }
    if Int.random(in: 0..<4, using: &random) == 0 {
      label = "\(Int.random(in: 0..<2, using: &random))"
    }
    guard Bool.random(using: &random) else { return }
    let moments = (0..<2).map { _ in
      Int64.random(in: 0...ModelDrafts.span / 60_000, using: &random) * 60_000 + ModelDrafts.start
    }
    let (from, until) = (moments.min() ?? 0, (moments.max() ?? 0) + 60_000)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: window = TimeWindow(from: Moment(rawValue: from), until: Moment(rawValue: until))
    case 1: window = TimeWindow(from: Moment(rawValue: from))
    case _: window = TimeWindow(until: Moment(rawValue: until))
    }
    if Bool.random(using: &random) { clock = .observed }
  }

  /// As the product is asked.
  var filter: Filter {
    var terms: [FilterTerm] = []
    if !states.isEmpty { terms.append(FilterTerm(.state(states))) }
    if let account { terms.append(FilterTerm(.provider([NameMatch(account, .exactly)]))) }
    if let project {
      terms.append(
        FilterTerm(.project([NameMatch(project, .exactly)]), isNegated: isProjectNegated))
    }
    if let label { terms.append(FilterTerm(.label(name: "team", [NameMatch(label, .exactly)]))) }
    return Filter(terms: terms, window: window, clock: clock)
  }

  /// Whether the job is meant.
  func means(_ job: ModelJob) -> Bool {
    if !states.isEmpty, !states.contains(job.state) { return false }
    if let account, job.account != account { return false }
    if let project, (job.project == project) == isProjectNegated { return false }
    if let label, job.labels["team"] != label { return false }
    let time = clock == .observed ? job.lastHeard : job.submitted
    if let from = window.from, time < from { return false }
    if let until = window.until, time >= until { return false }
    return true
  }
}
