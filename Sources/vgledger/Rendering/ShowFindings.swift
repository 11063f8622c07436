internal import Ledger

/// What `show` says beside the bare facts.
extension ShowScreen {
  /// What stands behind a phase's bar; `nil` for nothing.
  func note(on phase: String, _ job: Job, _ phases: Phases, _ siblings: Siblings) -> String? {
    switch phase {
    case "running": siblings.usualRunning.map(usual)
    case "total": siblings.usualTotal.map(usual)
    case "noticed": noticed(job, phases)
    default: nil
    }
  }

  private func usual(_ length: Int64) -> String {
    "usual for this model \(Words.duration(length))"
  }

  private func noticed(_ job: Job, _ phases: Phases) -> String? {
    guard let lag = phases.lag, lag.high > 0 else { return nil }
    let arrow = style.isASCII ? "<-" : "←"
    let webhook = job.deliveries > 0 ? "a webhook came too" : "no webhook"
    switch phases.finishedFrom {
    case .poll: return "\(arrow) our polling gap, \(webhook)"
    case .webhook: return "\(arrow) told by a webhook"
    case .provider:
      return job.verdictSource == .webhook
        ? "\(arrow) told by a webhook" : "\(arrow) seen by asking, \(webhook)"
    case nil: return nil
    }
  }

  /// `seen by us at 2m51s`: from the submission on; `nil` where that is no later than the finish.
  func seen(_ job: Job, _ phases: Phases) -> String? {
    guard let done = job.marks.firstDone, let start = job.start, let lag = phases.lag,
      lag.high >= 1000
    else { return nil }
    let length = max(0, done.milliseconds(since: start.lowerBound))
    return "seen by us at \(Words.duration(length / 1000 * 1000))"
  }

  /// `Europe/Berlin, 8 events and 1 inference in 6 lines`.
  func extent(_ story: Timeline, events: Int) -> String {
    func counted(_ count: Int, _ word: String) -> String {
      "\(count) \(word)\(count == 1 ? "" : "s")"
    }
    let inferred = story.lines.filter { $0.source == "inferred" }.count
    let inferences = inferred > 0 ? " and " + counted(inferred, "inference") : ""
    return "\(zone), \(counted(events, "event"))\(inferences) in "
      + counted(story.lines.count, "line")
  }

  /// `output.audio_safety — made, then withheld over its sound track`.
  func meaning(_ reason: Reason) -> String {
    let name = reason.rawValue.escaped
    return reason.meaning.map { "\(name) \(style.isASCII ? "-" : "—") \($0)" } ?? name
  }

  /// How other takes of the same prompt and settings ended; `nil` where there are none, or where
  /// nobody would try again.
  func retry(_ job: Job, _ siblings: Siblings) -> String? {
    guard job.state == .filtered || job.state == .failed, siblings.takes > 0 else { return nil }
    let others = siblings.takes == 1 ? "other take" : "other takes"
    let bounded = siblings.isBounded ? " among the newest \(Siblings.jobsMost) jobs" : ""
    let said =
      "same prompt and settings: \(siblings.takesWithVideos) of \(siblings.takes) \(others)"
      + " succeeded\(bounded)"
    let arrow = style.isASCII ? "->" : "→"
    if siblings.takesWithVideos * 2 >= siblings.takes {
      return said + " \(arrow) a retry is worth it"
    }
    return siblings.takesWithVideos == 0 && siblings.takes > 1
      ? said + " \(arrow) change the prompt" : said
  }
}
