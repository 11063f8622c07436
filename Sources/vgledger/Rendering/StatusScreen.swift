internal import Ledger
internal import Poller
internal import Providers

/// What `status` reports: state, progress, times, result or error.
struct StatusScreen {
  let style: Style
  let now: Moment
  /// What jobs cost.
  let costs: JobCosts
  /// Of the job.
  let key: ShortKey

  func lines(_ outcome: StatusPoller.Outcome, _ expected: ExpectedFinish?) -> [String] {
    let job = outcome.job
    let progress =
      job.state == .running || job.state == .queued ? job.progress.map { " \($0) %" } ?? "" : ""
    var lines = [
      style.paint(
        "\(style.mark(job.state)) \(key.text)  \(job.state.word)", as: job.state)
        + "\(progress)   \((job.model ?? "model unknown").escaped) · \(job.account.escaped)",
      "  job       \(job.nativeID.escaped.clipped(to: max(20, style.width - 12)))",
      "  elapsed   \(elapsed(job))",
    ]
    if !job.state.isVerdict {
      lines.append("  expected  " + (expected.map(ExpectedWords.text) ?? noExpectation(job)))
    }
    lines += result(job)
    lines += trouble(job)
    if job.state.isVerdict { lines.append("  cost      \(CostWords(job, costs).text)") }
    lines.append("  answer    \(answer(outcome))")
    return lines
  }

  private func elapsed(_ job: Job) -> String {
    if let total = Phases(job).total {
      return "\(Words.duration(total, style)) from submission to the end"
    }
    let start = job.submitted?.moment ?? job.firstSeen
    let length = Words.duration(max(0, now.milliseconds(since: start)) / 1000 * 1000)
    let since =
      switch job.submittedFrom {
      case .client: "since it was submitted"
      case .provider: "since it was submitted, by the provider's clock"
      case .id: "since it was submitted, read off its id"
      case .firstSeen, nil: "since this ledger first heard of it"
      }
    return "\(length) \(since)"
  }

  private func noExpectation(_ job: Job) -> String {
    "not known: fewer than \(ExpectedFinish.jobsLeast) finished jobs of its kind"
  }

  private func result(_ job: Job) -> [String] {
    guard job.state.hasVideos else { return [] }
    return job.assets.map { asset in
      if let saved = asset.saved { return "  saved     \(saved.path.escaped)" }
      let expires = asset.asset.expires.map { moment in
        moment < now
          ? ", expired \(Words.ago(moment, now))" : ", expires \(Words.ago(moment, now))"
      }
      let place = asset.asset.uri?.escaped ?? "vgledger download \(key.text)"
      return "  result    \(place)\(expires ?? "")"
    }
  }

  private func trouble(_ job: Job) -> [String] {
    let words = [job.reason?.rawValue, job.errorCode, job.errorText]
      .compactMap(\.self).joined(separator: ", ")
    guard !words.isEmpty else { return [] }
    return ["  why       \(words.escaped.clipped(to: max(20, style.width - 12)))"]
  }

  private func answer(_ outcome: StatusPoller.Outcome) -> String {
    let place = "recorded as #\(outcome.appended.sequence.rawValue)"
    if let unreachable = outcome.unreachable {
      return "none (\(unreachable.cause.rawValue)), \(place)"
    }
    let status = outcome.answer?.httpStatus.map { "HTTP \($0)" } ?? "an answer"
    let latency = outcome.answer?.latencyMilliseconds.map { " in \($0) ms" } ?? ""
    return "\(status)\(latency), \(place)"
  }

  func members(
    _ outcome: StatusPoller.Outcome, _ expected: ExpectedFinish?
  ) -> [(String, JSON)] {
    let start = outcome.job.submitted?.moment ?? outcome.job.firstSeen
    return JobFields.members(outcome.job, cost: costs.cost(of: outcome.job)) + [
      (
        "elapsed_ms",
        .optional(
          Phases(outcome.job).total?.middle ?? max(0, now.milliseconds(since: start)))
      ),
      ("expected_ms", .optional(expected?.half)),
      ("expected_p90_ms", .optional(expected?.most)),
      ("expected_jobs", .optional(expected?.jobs)),
      ("answered", .boolean(outcome.answer != nil)),
      ("answer_http_status", .optional(outcome.answer?.httpStatus)),
      ("answer_latency_ms", .optional(outcome.answer?.latencyMilliseconds)),
      ("answer_sequence", .number(String(outcome.appended.sequence.rawValue))),
    ]
  }
}
