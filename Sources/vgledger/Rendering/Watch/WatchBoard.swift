internal import Ledger
internal import Poller

/// What the full screen of `watch` knows: open jobs, what changed lately, what is selected.
///
/// A value: it is told what happened and which keys were pressed, and says what to do.
struct WatchBoard {
  /// A change that was seen, or a note.
  struct Line: Equatable {
    let at: Moment
    let news: JobNews?
    let note: String?

    static func == (left: Self, right: Self) -> Bool {
      left.at == right.at && left.note == right.note && left.news?.job == right.news?.job
    }
  }

  /// Changes that are kept for the screen.
  static let linesMost = 50

  private(set) var open: [JobNumber: Job] = [:]
  /// Newest first.
  private(set) var recent: [Line] = []
  /// Jobs that ended while this was watched, by state.
  private(set) var ended: [JobState: Int] = [:]
  private(set) var selected: JobNumber?
  /// The job whose story stands over the list, and whether it is only why it failed.
  private(set) var story: (job: JobNumber, why: Bool)?

  init(_ jobs: [Job]) {
    for job in jobs { open[job.number] = job }
  }

  /// The open jobs, longest under way first.
  var jobs: [Job] {
    open.values.sorted { left, right in
      let starts = (
        left.submitted?.moment ?? left.firstSeen, right.submitted?.moment ?? right.firstSeen
      )
      return (starts.0, left.number) < (starts.1, right.number)
    }
  }

  /// Takes in news or a note; returns whether there is anything new to see.
  mutating func take(_ progress: Watcher.Progress, at now: Moment) -> Bool {
    switch progress {
    case .polled: return false
    case .news(let news):
      let job = news.job
      if job.state.isVerdict {
        if open.removeValue(forKey: job.number) != nil || news.before != nil {
          ended[job.state, default: 0] += 1
        }
      } else {
        open[job.number] = job
      }
      if news.isChange { add(Line(at: job.lastSeen, news: news, note: nil)) }
      return true
    case .skipped, .blocked, .reachable:
      guard let note = WatchNotes.text(of: progress) else { return false }
      add(Line(at: now, news: nil, note: note))
      return true
    }
  }

  /// Takes in what is to be said beside the news.
  mutating func take(note: String, at now: Moment) {
    add(Line(at: now, news: nil, note: note))
  }

  private mutating func add(_ line: Line) {
    recent.insert(line, at: 0)
    if recent.count > Self.linesMost { recent.removeLast() }
  }

  /// Takes in a key; returns whether to go on.
  mutating func press(_ key: WatchKey) -> Bool {
    if key != .quit, story != nil {
      story = nil
      return true
    }
    switch key {
    case .quit: return false
    case .back: selected = nil
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .show: story = selected.map { ($0, false) }
    case .why: story = selected.map { ($0, true) }
    }
    return true
  }

  /// Moves through the open jobs and on through the changes below them.
  private mutating func move(by step: Int) {
    var places = jobs.map(\.number)
    for line in recent {
      if let job = line.news?.job, !places.contains(job.number) { places.append(job.number) }
    }
    guard !places.isEmpty else { return }
    let place = selected.flatMap(places.firstIndex)
    let next = place.map { $0 + step } ?? (step > 0 ? 0 : places.count - 1)
    selected = places[min(max(next, 0), places.count - 1)]
  }
}
