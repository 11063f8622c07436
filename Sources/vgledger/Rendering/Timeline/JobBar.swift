internal import Ledger

/// Where a job's time went, as stretches of a bar on a time axis.
struct JobBar: Equatable {
  enum Part: CaseIterable {
    case queued
    case running
    /// Under way; the provider, or what is known, cannot tell queued from running.
    case underWay
    /// Between the last moment when it surely went on and the moment when we knew of its end.
    case late

    func glyph(_ isASCII: Bool) -> Character {
      switch self {
      case .queued: isASCII ? "." : "░"
      case .running: isASCII ? "#" : "█"
      case .underWay: isASCII ? "=" : "▓"
      case .late: isASCII ? ":" : "▒"
      }
    }

    var meaning: String {
      switch self {
      case .queued: "queued"
      case .running: "running"
      case .underWay: "queued or running"
      case .late: "noticed late"
      }
    }
  }

  enum End {
    case known
    /// It goes on.
    case open
    /// It has ended, and nobody says when.
    case unknown
  }

  struct Stretch: Equatable {
    let part: Part
    /// It begins where the one before ends.
    let until: Moment
  }

  let start: Moment
  /// In their order; none is empty.
  let stretches: [Stretch]
  let end: End

  /// The last moment that the bar shows.
  var until: Moment { stretches.last?.until ?? start }

  /// A bar of stretches; those that would go back in time are left out.
  init(start: Moment, _ stretches: [(Part, Moment?)], end: End) {
    self.start = start
    self.end = end
    var latest = start
    var kept: [Stretch] = []
    for case (let part, let until?) in stretches where until > latest {
      kept.append(Stretch(part: part, until: until))
      latest = until
    }
    self.stretches = kept
  }

  /// The bar of a job.
  ///
  /// `start`: when it was submitted, or first seen.
  ///
  /// `verdictObserved`: when the ledger saw the verdict; `nil` for an open job.
  init(_ facts: PhaseFacts, start: Moment, verdictObserved: Moment?, now: Moment) {
    let phases = Phases(facts)
    let marks = facts.marks
    let queuedUntil: Moment? =
      if facts.state == .queued, marks.tellsQueue {
        now
      } else if let queued = phases.queued {
        start.adding(milliseconds: queued.middle)
      } else {
        marks.tellsQueue ? marks.firstRunning : nil
      }
    let runs: Part = queuedUntil == nil ? .underWay : .running
    guard facts.state.isVerdict else {
      self.init(start: start, [(.queued, queuedUntil), (runs, now)], end: .open)
      return
    }
    if let finished = phases.finished {
      let begins = queuedUntil.map { min($0, finished.lowerBound) }
      self.init(
        start: start,
        [
          (.queued, begins), (runs, finished.lowerBound),
          (.late, marks.firstDone ?? finished.upperBound),
        ], end: .known)
      return
    }
    let going: [(Part, Moment?)] = [(.queued, queuedUntil), (runs, marks.lastOpen)]
    switch facts.state {
    case .expired, .lost, .gone:
      self.init(start: start, going + [(.late, verdictObserved)], end: .known)
    case .succeeded, .partial, .filtered, .failed, .canceled, .queued, .running, .unknown:
      self.init(start: start, going, end: .unknown)
    }
  }

  /// The bar on that axis: spaces, then at least one character, with `…` or `?` behind it where it
  /// goes on or where its end is not known.
  func text(on axis: TimeAxis, isASCII: Bool) -> String {
    let first = min(axis.column(of: start), axis.columns - 1)
    var text = String(repeating: " ", count: first)
    var column = first
    for stretch in stretches {
      let next = max(column, axis.column(of: stretch.until))
      text += String(repeating: stretch.part.glyph(isASCII), count: next - column)
      column = next
    }
    if column == first {
      text.append((longest ?? .underWay).glyph(isASCII))
    }
    switch end {
    case .known: return text
    case .open: return text + (isASCII ? ">" : "…")
    case .unknown: return text + "?"
    }
  }

  /// The part that takes the most time, for bars that are shorter than a column.
  private var longest: Part? {
    var before = start
    var lengths: [(part: Part, length: Int64)] = []
    for stretch in stretches {
      lengths.append((stretch.part, stretch.until.milliseconds(since: before)))
      before = stretch.until
    }
    return lengths.max { $0.length < $1.length }?.part
  }
}
