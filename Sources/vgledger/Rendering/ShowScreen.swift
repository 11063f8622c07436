internal import Ledger

/// The full story of one job, as `show` tells it.
struct ShowScreen {
  let style: Style
  let now: Moment
  let zone: String
  /// What jobs cost.
  let costs: JobCosts
  /// Of the job.
  let key: ShortKey
  /// Lines of one part that is told in words.
  private static let linesMost = 6

  /// `expected`: when it will probably end, for an open job.
  ///
  /// `siblings`: what other jobs tell about it.
  func lines(
    _ job: Job, _ events: [Event], expected: ExpectedFinish?, siblings: Siblings
  ) -> [String] {
    let parts = [
      head(job), [""], time(job, expected, siblings), timeline(job, events),
      why(job, siblings), cost(job, events), facts(job),
    ]
    return parts.joined().map(\.trimmedAtEnd)
  }

  // MARK: Head

  private func head(_ job: Job) -> [String] {
    let left = "\(style.mark(job.state)) \(key.text)  \(job.state.word)"
    let progress = job.state == .running ? job.progress.map { " \($0) %" } ?? "" : ""
    let right = "\((job.model ?? "model unknown").escaped) · \(job.account.escaped)"
    let gap = max(2, style.width - left.displayWidth - progress.count - right.displayWidth)
    var lines = [
      style.paint(left, as: job.state) + progress + String(repeating: " ", count: gap) + right
    ]
    var words: [String] = []
    if let project = job.project { words.append("project  \(project.escaped)") }
    if !job.labels.isEmpty {
      words.append("labels  " + job.labels.map(\.text).joined(separator: " ").escaped)
    }
    if let by = job.by { words.append("by  \(by.escaped)") }
    let width = max(20, style.width - 2)
    if !words.isEmpty {
      lines.append("  " + words.joined(separator: "      ").clipped(to: width))
    }
    if let asked = asked(job) { lines.append("  " + ("asked    " + asked).clipped(to: width)) }
    lines.append("  provider \(job.nativeID.escaped.clipped(to: max(20, style.width - 11)))")
    return lines
  }

  private func asked(_ job: Job) -> String? {
    var words: [String] = []
    if let length = job.videoMilliseconds { words.append(Words.seconds(ofVideo: length)) }
    for text in [job.size, job.resolution] { if let text { words.append(text.escaped) } }
    if let audio = job.audio { words.append(audio ? "audio on" : "audio off") }
    if let samples = job.samplesAsked, samples != 1 { words.append("\(samples) videos") }
    let settings = words.isEmpty ? nil : words.joined(separator: " · ")
    let prompt = job.prompt.map(promptText)
    let both = [settings, prompt].compactMap(\.self).joined(separator: "        ")
    return both.isEmpty ? nil : both
  }

  private func promptText(_ prompt: PromptRecord) -> String {
    let length = prompt.characters.map { " \($0) ch" } ?? ""
    guard let text = prompt.text else { return "prompt  not kept," + length }
    return "prompt  \"\(text.escaped.clipped(to: 40))\"" + length
  }

  // MARK: Where the time went

  private func time(
    _ job: Job, _ expected: ExpectedFinish?, _ siblings: Siblings
  ) -> [String] {
    let phases = Phases(job)
    let summary = summary(job, phases, expected).clipped(to: max(20, style.width - 20))
    var lines = [style.paint("  WHERE TIME WENT", .bold) + "   " + summary]
    let rows = [
      ("queued", phases.queued), ("running", phases.running),
      ("total", phases.queued == nil && phases.running == nil ? phases.total : nil),
      ("noticed", phases.lag), ("fetched", phases.fetch),
    ]
    let lengths = rows.compactMap { $0.1?.high } + [phases.total?.high ?? 0]
    let whole = max(lengths.max() ?? 0, 1)
    for case (let name, let bounds?) in rows {
      let length = Words.duration(bounds, style).padded(to: 16, onLeft: true)
      let bar = style.bar(
        low: bounds.low, high: bounds.high, of: whole, width: min(36, style.width - 34))
      let line = "  \(name.padded(to: 8)) \(length)  \(bar)"
      let note = note(on: name, job, phases, siblings).map { "   " + $0 } ?? ""
      let fits = line.displayWidth + note.displayWidth <= style.width
      lines.append(line + (fits ? note : ""))
    }
    return lines + [""]
  }

  private func summary(_ job: Job, _ phases: Phases, _ expected: ExpectedFinish?) -> String {
    guard job.state.isVerdict else {
      let start = job.submitted?.moment ?? job.firstSeen
      let elapsed = Words.duration(max(0, now.milliseconds(since: start)) / 1000 * 1000)
      let since = job.submitted == nil ? "since first seen" : "since submission"
      return "\(elapsed) \(since), last seen \(Words.ago(job.lastSeen, now))"
        + (expected.map { ", \(ExpectedWords.text($0))" } ?? "")
    }
    guard let total = phases.total else {
      return job.submitted == nil ? "not known: nobody says when it was submitted" : "not known"
    }
    let half = (total.high - total.low) / 2
    let spread = half > 0 ? " ±\(Words.duration(half))" : ""
    let seen = seen(job, phases).map { ", \($0)" } ?? ""
    return "finished after \(Words.duration(total.middle))\(spread)\(seen)"
  }

  // MARK: Timeline

  private func timeline(_ job: Job, _ events: [Event]) -> [String] {
    let story = Timeline(job, events)
    var lines = [
      style.paint("  TIMELINE", .bold)
        + "  " + extent(story, events: events.count)
    ]
    var day = ""
    var before: Moment?
    for line in story.lines {
      let date = Words.date(line.at)
      if date != day { lines.append("  " + style.paint(date, .dim)) }
      day = date
      lines.append(self.line(line, before))
      before = line.at
    }
    return lines + [""]
  }

  private func line(_ line: TimelineLine, _ before: Moment?) -> String {
    let step = before.map { line.at.milliseconds(since: $0) } ?? 0
    let since = step > 0 ? "+" + Words.duration(step) : ""
    var detail = line.detail.escaped
    if line.count > 1 {
      detail = "\(line.count) \(line.source == "poll" ? "polls" : "times"), " + detail
    }
    if let until = line.until {
      detail += line.count > 1 ? ", last \(Words.clock(until))" : ", until \(Words.clock(until))"
    }
    let places = self.places(line)
    let room = style.width - 62
    let left =
      "  \(Words.clock(line.at))  \(since.padded(to: 8, onLeft: true))  "
      + state(line.word.padded(to: 11)) + "  "
    guard room >= 12 else { return left + detail.clipped(to: max(12, style.width - 39)) }
    return left + detail.clipped(to: room).padded(to: room) + "  "
      + style.paint(line.source.padded(to: 8), .dim) + "  " + places
  }

  private func state(_ word: String) -> String {
    guard let state = JobState(word: word.filter { $0 != " " }) else { return word }
    return style.paint(word, as: state)
  }

  private func places(_ line: TimelineLine) -> String {
    guard let first = line.first, let last = line.last else { return "" }
    if first == last { return "#\(first.rawValue)" }
    return "#\(first.rawValue)\(style.isASCII ? "-" : "–")\(last.rawValue)"
  }

  // MARK: Why, and what is left

  /// What the class means, then the provider's own words, then what other takes tell.
  func why(_ job: Job, _ siblings: Siblings) -> [String] {
    let said = [job.errorCode, job.errorText].compactMap(\.self).joined(separator: ": ")
    let parts = [job.reason.map(meaning), said.isEmpty ? nil : said, retry(job, siblings)]
    let lines = parts.compactMap(\.self).flatMap { wrapped($0.escaped) }
    guard let first = lines.first else { return [] }
    return ["  WHY     " + first.drop { $0 == " " }] + lines.dropFirst()
  }

  private func wrapped(_ text: String) -> [String] {
    let width = max(20, style.width - 10)
    let words = text.drop { $0 == " " }
    let lines = TextLayout.wrapped(String(words), width: width).map { $0.clipped(to: width) }
    let shown = lines.prefix(Self.linesMost) + (lines.count > Self.linesMost ? ["…"] : [])
    return shown.map { "          " + $0 }
  }

  private func cost(_ job: Job, _ events: [Event]) -> [String] {
    let words = CostWords(job, costs, events)
    let lines = wrapped(words.text).enumerated().map { place, line in
      place == 0 ? "  COST    " + line.dropFirst(10) : line
    }
    return lines + (words.remedy.map { ["          \(style.isASCII ? "->" : "→") \($0)"] } ?? [])
  }

  private func facts(_ job: Job) -> [String] {
    var lines: [String] = []
    if job.assets.isEmpty { lines.append("  ASSET   none") }
    for asset in job.assets { lines += assetLines(asset) }
    if !job.anomalies.isEmpty {
      lines.append(
        "  ODD     " + job.anomalies.map(\.rawValue).sorted().joined(separator: ", "))
    }
    return lines
  }

  private func assetLines(_ asset: JobAsset) -> [String] {
    var words = [asset.asset.variant.escaped]
    if let saved = asset.saved {
      words.append(
        "saved, \(Words.bytes(saved.bytes)), sha256 \(saved.sha256.hexadecimal.prefix(12))…")
      return ["  ASSET   " + words.joined(separator: ", "), "          \(saved.path.escaped)"]
    }
    if let bytes = asset.asset.inlineBytes { words.append("came inline, \(Words.bytes(bytes))") }
    words.append("not saved")
    if let expires = asset.asset.expires {
      words.append(
        expires < now ? "expired \(Words.ago(expires, now))" : "expires \(Words.ago(expires, now))")
    }
    if let failure = asset.failure { words.append(failure.escaped) }
    let lines = ["  ASSET   " + words.joined(separator: ", ")]
    return lines + (asset.asset.uri.map { ["          \($0.escaped)"] } ?? [])
  }
}

/// An expected finish in words.
enum ExpectedWords {
  static func text(_ expected: ExpectedFinish) -> String {
    "probably done in \(Words.duration(expected.half / 1000 * 1000)) to "
      + "\(Words.duration(expected.most / 1000 * 1000)) (\(expected.jobs) jobs)"
  }
}
